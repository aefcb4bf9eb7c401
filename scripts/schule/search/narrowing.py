"""Narrow hits down: filters, phrases, excluded words; and count and order what is left.

Takes hits, returns those that stay. Filters have Pagefind's shape: `{"Art": "Leitfaden"}`, `{"Art": ["a", "b"]}` (both), and
`any`, `all`, `none`, `not` at any depth; several keys must all hold.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from schule.search.analysis import fold_lines, surfaces
from schule.search.query import Query
from schule.search.ranking import PART_ONLY, Hit
from schule.search.store import Store

MOST_PHRASE_CHECKS = 64


def chosen(store: Store, filters: Mapping[str, Any]) -> set[int]:
    """Return the pages that `filters` let through."""
    everything = set(store.all_pages())
    return _all(everything, [_chosen(store, everything, key, value) for key, value in filters.items()])


def without_excluded(store: Store, hits: list[Hit], excluded: Iterable[str]) -> list[Hit]:
    """Return the hits without pages that have an excluded word."""
    gone: set[int] = set()
    for key in excluded:
        word = store.word(key)
        if word is not None:
            postings = store.postings(word.group)
            pairs = zip(postings.pages, postings.impacts, strict=True)
            gone.update(page for page, impact in pairs if not impact & PART_ONLY)
    return [hit for hit in hits if hit.page not in gone]


def with_phrases(store: Store, hits: list[Hit], query: Query, stop: frozenset[str]) -> list[Hit]:
    """Return the hits that hold all phrases, then, if the query has other words, the rest as weak ones.

    If no page holds them, the quotes are taken for a manner of writing and all hits stay as they were.
    """
    quoted = {key for phrase in query.phrases for key in phrase}
    needed = {word.surface for word in query.words if word.key in quoted and word.key not in stop}
    candidates = [hit for hit in hits if needed <= hit.why.keys()][:MOST_PHRASE_CHECKS]
    wanted = [" " + " ".join(phrase) + " " for phrase in query.phrases]
    holding = [hit for hit in candidates if _holds(store, hit.page, wanted)]
    if not holding:
        return hits
    if all(word.key in quoted or word.key in stop for word in query.words):
        return holding
    pages = {hit.page for hit in holding}
    rest = [hit for hit in hits if hit.page not in pages]
    for hit in rest:
        hit.strong = False
    return holding + sorted(rest, key=lambda hit: (-hit.score, hit.page))


def counts(store: Store, pages: set[int]) -> dict[str, dict[str, int]]:
    """Return how many of `pages` have each value of each filter."""
    return {
        name: {value: len(pages.intersection(having)) for value, having in store.filter(name).items()}
        for name in store.entry["filters"]
    }


def in_order(store: Store, hits: list[Hit], key: str, descending: bool) -> list[Hit]:
    """Return the strong hits that have a sort key, in its order."""
    strong = {hit.page: hit for hit in hits if hit.strong}
    pages = store.sort(key)
    return [strong[page] for page in (reversed(pages) if descending else pages) if page in strong]


def _chosen(store: Store, everything: set[int], key: str, value: Any) -> set[int]:
    if key in {"any", "all", "none", "not"}:
        entries = value if isinstance(value, list) else [value]
        sets = [_all(everything, [_chosen(store, everything, k, v) for k, v in entry.items()]) for entry in entries]
        return _joined(key, everything, sets)
    if key not in store.entry["filters"]:
        return set()
    return _values(everything, store.filter(key), value)


def _values(everything: set[int], pages: Mapping[str, list[int]], value: Any) -> set[int]:
    if isinstance(value, Mapping):
        return _all(
            everything, [_joined(key, everything, _each(everything, pages, entry)) for key, entry in value.items()]
        )
    return _all(everything, _each(everything, pages, value))


def _each(everything: set[int], pages: Mapping[str, list[int]], value: Any) -> list[set[int]]:
    if isinstance(value, list):
        return [_values(everything, pages, entry) for entry in value]
    return [_values(everything, pages, value)] if isinstance(value, Mapping) else [set(pages.get(str(value), ()))]


def _joined(how: str, everything: set[int], sets: list[set[int]]) -> set[int]:
    if how == "any":
        return set().union(*sets)
    if how == "none":
        return everything.difference(*sets)
    kept = _all(everything, sets)
    return everything - kept if how == "not" else kept


def _all(everything: set[int], sets: list[set[int]]) -> set[int]:
    return everything.intersection(*sets) if sets else set(everything)


def _holds(store: Store, page: int, phrases: list[str]) -> bool:
    head = store.page(page)
    texts = [head["title"]]
    for section in range(len(store.page(page)["starts"])):
        texts += [f"{heading}\n{text}" for _, heading, text in store.part(page, section)]
    lines = [" " + " ".join(filter(None, fold_lines("\n".join(surfaces(text))).split("\n"))) + " " for text in texts]
    return all(any(phrase in line for line in lines) for phrase in phrases)
