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

PHRASE_CHECKS, ENOUGH_PHRASES, MOST_PHRASE_CHECKS = (
    64,
    20,
    512,
)  # pages looked at in one go, to be found, looked at in all
_KEYWORDS = frozenset(["any", "all", "none", "not"])
Pages = set[int] | None  # None: all of them, as an empty list of values asks for nothing


def chosen(store: Store, filters: Any) -> Pages:
    """Return the pages that `filters` let through."""
    return _of_object(store, filters, "all") if isinstance(filters, Mapping) else None


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
    holding: list[Hit] = []
    for at in range(0, len(candidates), PHRASE_CHECKS):
        if len(holding) < ENOUGH_PHRASES:
            holding += [hit for hit in candidates[at : at + PHRASE_CHECKS] if _holds(store, hit.page, wanted)]
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


def _of_object(store: Store, filters: Mapping[str, Any], how: str) -> Pages:
    """Return the pages of an object of filters; a keyword with a plain value is the name of a filter."""
    sets = []
    for key, value in filters.items():
        if key not in _KEYWORDS or not isinstance(value, Mapping | list):
            sets.append(_of_values(store, _pages_of(store, key), value, "all"))
        elif isinstance(value, Mapping):
            sets.append(_inverted(store, key, _of_object(store, value, key)))
        else:
            entries = [_of_object(store, entry, "all") for entry in value if isinstance(entry, Mapping)]
            sets.append(_inverted(store, key, _joined(key, entries)))
    return _joined(how, sets)


def _of_values(store: Store, pages: Mapping[str, list[int]], value: Any, how: str) -> Pages:
    if isinstance(value, list):
        return _joined(how, [_of_values(store, pages, entry, "all") for entry in value])
    if isinstance(value, Mapping):
        inner = [(key, _of_values(store, pages, entry, key)) for key, entry in value.items() if key in _KEYWORDS]
        return _joined(how, [_inverted(store, key, found) for key, found in inner])
    if value is None:
        return None
    return set(pages.get(str(value).lower() if isinstance(value, bool) else str(value), ()))


def _pages_of(store: Store, name: str) -> Mapping[str, list[int]]:
    return store.filter(name) if name in store.entry["filters"] else {}


def _joined(how: str, sets: list[Pages]) -> Pages:
    restricting = [found for found in sets if found is not None]
    if not restricting:
        return None
    return set.union(*restricting) if how in {"any", "none"} else set.intersection(*restricting)


def _inverted(store: Store, how: str, pages: Pages) -> Pages:
    return set(store.all_pages()) - pages if pages is not None and how in {"none", "not"} else pages


def _holds(store: Store, page: int, phrases: list[str]) -> bool:
    head = store.page(page)
    texts = [head["title"]]
    for section in range(len(store.page(page)["starts"])):
        texts += [f"{heading}\n{text}" for _, heading, text in store.part(page, section)]
    lines = [" " + " ".join(filter(None, fold_lines("\n".join(surfaces(text))).split("\n"))) + " " for text in texts]
    return all(any(phrase in line for line in lines) for phrase in phrases)
