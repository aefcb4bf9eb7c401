"""Read the `data-pagefind-*` attributes that say more than "here" and "not here": filter, meta and sort.

Takes a parsed page, returns what it declares. The syntax is Pagefind's: a list of `key`, `key[attribute]` and, as the last
item, `key:free text to the end`. Runs before anything is removed, since a declaration holds inside ignored parts too.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_FROM_ATTRIBUTE = re.compile(r"([^:\[\]]+)\[(.+)\]")
_ATTRIBUTES = ("data-pagefind-default-meta", "data-pagefind-meta", "data-pagefind-filter", "data-pagefind-sort")
RESERVED = frozenset({"any", "all", "none", "not"})


class Declared(NamedTuple):
    """What a page declares; each meta and sort key once, filters with all their values."""

    meta: dict[str, str]
    filters: dict[str, tuple[str, ...]]
    sorts: dict[str, str]


def declared(tree: LexborHTMLParser, source: bytes) -> Declared:
    """Return the filters, meta values and sort keys of a page in the order of the page.

    `source` is the page in lower case; an attribute that does not occur there is not looked for in the tree.
    """
    meta: dict[str, str] = {}
    sorts: dict[str, str] = {}
    filters: dict[str, dict[str, None]] = {}
    selectors = [f"[{attribute}]" for attribute in _ATTRIBUTES if attribute.encode() in source]
    for node in tree.css(",".join(selectors)) if selectors else ():
        attributes = node.attributes
        for key, value in _pairs(node, attributes.get("data-pagefind-default-meta")):
            meta.setdefault(key, value)
        meta.update(_pairs(node, attributes.get("data-pagefind-meta")))
        sorts.update(_pairs(node, attributes.get("data-pagefind-sort")))
        for key, value in _pairs(node, attributes.get("data-pagefind-filter")):
            if value and key not in RESERVED:
                filters.setdefault(key, {})[value] = None
    return Declared(meta, {key: tuple(values) for key, values in filters.items()}, sorts)


def tidy(text: str) -> str:
    """Return `text` with every run of white space as one blank."""
    return " ".join(text.split())


def _pairs(node: LexborNode, declaration: str | None) -> Iterator[tuple[str, str]]:
    rest = declaration or ""
    while rest.strip():
        item, _, rest = rest.partition(",")
        key, inline, value = item.partition(":")
        if inline and "[" not in key:
            if rest:
                value = f"{value},{rest}"
            yield tidy(key), tidy(value)
            return
        found = _FROM_ATTRIBUTE.fullmatch(item.strip())
        if found:
            yield tidy(found[1]), tidy(node.attributes.get(found[2].strip().lower()) or "")
        elif item.strip():
            yield tidy(item), tidy(node.text())
