"""What a page says about itself: title, image, and the `data-pagefind-*` attributes that stand for values.

Takes a parsed page, takes excluded parts out of it, returns what is declared and where the marked bodies are. The syntax is
Pagefind's: a list of `key`, `key[attribute]` and, as the last item, `key:free text to the end`. All of it is found in one
query, since every query walks the whole page; and before anything else is removed, since a declaration holds inside ignored
parts too. Attributes that stand nowhere in the source are not asked for: each of them costs as much as all tags together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schule.search.tags import BLOCKS, FURNITURE

SEPARATOR = "\x1f"  # between the text nodes of an element
BODY, IGNORE = "data-pagefind-body", "data-pagefind-ignore"
RESERVED = frozenset({"any", "all", "none", "not"})
_META, _DEFAULT, _FILTER, _SORT = (f"data-pagefind-{name}" for name in ("meta", "default-meta", "filter", "sort"))
_TAGS, _DECLARATIONS = "h1,title,img", (BODY, IGNORE, _META, _DEFAULT, _FILTER, _SORT)
_NAME = re.compile(rb"[a-z-]*")
_FROM_ATTRIBUTE = re.compile(r"([^:\[\]]+)\[(.+)\]")
_ONLY_INDEX = frozenset({"", "index", "true"})
Attributes = dict[str, str | None]


class _Element(NamedTuple):
    node: LexborNode
    tag: str
    attributes: Attributes


@dataclass(slots=True)
class Markup:
    """What a page declares; each meta and sort key once, filters with all their values in the order of the page."""

    bodies: list[LexborNode] = field(default_factory=list)
    title: str = ""
    title_id: int = 0  # of the heading that the title was taken from, or that says the same as a declared one
    meta: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)  # of meta keys that the page says nothing else about
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sorts: dict[str, str] = field(default_factory=dict)


def declared(source: bytes) -> frozenset[str]:
    """Return the names of the `data-pagefind-*` attributes that stand in `source`, and perhaps others."""
    _, *after = source.lower().split(b"data-pagefind-")
    found = {name[0] for piece in after if (name := _NAME.match(piece))}
    return frozenset(f"data-pagefind-{name.decode()}" for name in found)


def query(tags: str, attributes: Iterable[str], names: frozenset[str]) -> str:
    """Return the selector of all `tags`, and of those `attributes` that are among `names`."""
    return ",".join([tags, *(f"[{name}]" for name in attributes if name in names)])


def read_markup(tree: LexborHTMLParser, names: frozenset[str]) -> Markup:
    """Return what a page declares in attributes of these `names`, and take out of `tree` what it excludes altogether."""
    elements = [
        _Element(node, node.tag or "", node.attributes) for node in tree.css(query(_TAGS, _DECLARATIONS, names))
    ]
    excluded = [element for element in elements if _is_excluded(element.attributes)]
    if excluded:
        for element in excluded:
            element.node.decompose(recursive=False)
        gone = {element.node.mem_id for element in excluded}
        elements = [element for element in elements if not _is_below(element.node, gone)]
    found = Markup([element.node for element in elements if BODY in element.attributes])
    _read_values(elements, found)
    _read_defaults(elements, found)
    return found


def tidy(text: str) -> str:
    """Return `text` with every run of white space as one blank."""
    return " ".join(text.split())


def _is_excluded(attributes: Attributes) -> bool:
    return IGNORE in attributes and (attributes[IGNORE] or "").lower() not in _ONLY_INDEX


def _is_below(node: LexborNode | None, gone: set[int]) -> bool:
    while node is not None:
        if node.mem_id in gone:
            return True
        node = node.parent
    return False


def _read_values(elements: list[_Element], found: Markup) -> None:
    filters: dict[str, dict[str, None]] = {}
    for node, _, attributes in elements:
        if _DEFAULT in attributes:
            found.defaults.update(_pairs(node, attributes, attributes[_DEFAULT]))
        if _META in attributes:
            found.meta.update(_pairs(node, attributes, attributes[_META]))
        if _SORT in attributes:
            found.sorts.update(_pairs(node, attributes, attributes[_SORT]))
        if _FILTER in attributes:
            for key, value in _pairs(node, attributes, attributes[_FILTER]):
                if value and key not in RESERVED:
                    filters.setdefault(key, {})[value] = None
    found.filters = {key: tuple(values) for key, values in filters.items()}


def _read_defaults(elements: list[_Element], found: Markup) -> None:
    """Take the title from the first heading (or the head of the page), the image from what follows that heading."""
    place, text = next(
        ((i, text) for i, one in enumerate(elements) if one.tag == "h1" and (text := text_of(one.node))), (-1, "")
    )
    meta = found.meta
    if "title" not in meta:
        if place >= 0:
            found.title_id = elements[place].node.mem_id
        else:
            text = next((tidy(element.node.text()) for element in elements if element.tag == "title"), "")
        meta["title"] = text or found.defaults.get("title", "")
    else:
        same = (one.node for one in elements if one.tag == "h1" and text_of(one.node) == meta["title"])
        found.title_id = next((node.mem_id for node in same), 0) if meta["title"] else 0
    found.title = meta["title"]
    if "image" not in meta and place >= 0:
        image = next((one.attributes for one in elements[place:] if one.tag == "img"), {})
        if source := image.get("src"):
            meta["image"] = source
            meta.setdefault("image_alt", image.get("alt") or "")
    for key, value in found.defaults.items():
        meta.setdefault(key, value)


def text_of(node: LexborNode) -> str:
    """Return the text of an element without what is left out of the page, its words apart as its blocks are."""
    text = node.text(separator=SEPARATOR)
    return tidy(text) if SEPARATOR not in text else tidy("".join(_shown(node)))


def _shown(root: LexborNode) -> Iterator[str]:
    hidden: set[int] = set()
    for node in root.traverse(include_text=True):
        if node.mem_id == root.mem_id:
            continue
        parent = node.parent
        if parent is not None and parent.mem_id in hidden:
            hidden.add(node.mem_id)
            continue
        before = node.prev
        if node.tag in BLOCKS or (before is not None and before.tag in BLOCKS):
            yield " "
        if node.is_text_node:
            yield node.text_content or ""
        elif node.tag in FURNITURE or IGNORE in (attributes := node.attributes) or _is_permalink(attributes):
            hidden.add(node.mem_id)


def _is_permalink(attributes: Attributes) -> bool:
    return "headerlink" in (attributes.get("class") or "").split()


def _pairs(node: LexborNode, attributes: Attributes, declaration: str | None) -> Iterator[tuple[str, str]]:
    rest = declaration or ""
    while rest:
        item, _, rest = rest.partition(",")
        key, inline, value = item.partition(":")
        if inline and "[" not in key:
            yield tidy(key), tidy(f"{value},{rest}" if rest else value)
            return
        found = _FROM_ATTRIBUTE.fullmatch(item.strip())
        if found:
            yield tidy(found[1]), tidy(attributes.get(found[2].strip().lower()) or "")
        elif item.strip():
            yield tidy(item), text_of(node)
