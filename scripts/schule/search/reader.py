"""Answer queries from an index: the reference reader.

Takes the folder of an index and a query, returns pages with score, address and why they matched. The browser's reader in
``client/`` does the same with the same arithmetic; a test puts the same queries to both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schule.search import lookup, narrowing
from schule.search.query import Query, parse
from schule.search.ranking import Hit, rank
from schule.search.store import Store
from schule.search.synonymy import with_synonyms

MOST_WORDS = 32  # of a query; whoever pastes a page is answered by its beginning


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits, best first; the first `total` of them carry at least half of the query's weight."""

    total: int
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as a reader sees it."""

    url: str
    title: str
    heading: str
    text: str


class Reader:
    """An opened index that answers queries."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self._stop, self._asking, self._light = (
            frozenset(self.store.entry[name].split(" ")) for name in ("stop", "asking", "light")
        )

    def search(
        self, text: str | None, filters: Mapping[str, Any] | None = None, sort: tuple[str, bool] | None = None
    ) -> Answer:
        """Return the pages that answer `text` (`None`: all); `sort` is a key and whether it descends."""
        query = parse(text or "")
        hits = self._all_pages() if text is None else self._ranked(query)
        hits = narrowing.without_excluded(self.store, hits, query.excluded)
        if query.phrases:
            hits = narrowing.with_phrases(self.store, hits, query, self._stop)
        allowed = narrowing.chosen(self.store, filters)
        if allowed is not None:
            hits = [hit for hit in hits if hit.page in allowed]
        if sort:
            hits = narrowing.in_order(self.store, hits, *sort)
        return Answer(sum(hit.strong for hit in hits), hits)

    def counts(self, answer: Answer) -> dict[str, dict[str, int]]:
        """Return how many of the answer's strong hits have each value of each filter."""
        return narrowing.counts(self.store, {hit.page for hit in answer.hits if hit.strong})

    def shown(self, hit: Hit) -> Shown:
        """Return address (with the anchor of the best section), title and that section of a hit."""
        page = self.store.page(hit.page)
        anchor, heading, text = self.store.section(hit.page, hit.section)
        return Shown(page["url"] + (f"#{anchor}" if anchor else ""), page["title"], heading, text)

    def _ranked(self, query: Query) -> list[Hit]:
        words = [word for word in query.words if word.key not in self._stop] or list(query.words)
        if not self._asking.isdisjoint(query.sequence):
            words = [replace(word, light=word.key in self._light) for word in words]
        terms = [lookup.resolve(self.store, word) for word in words[:MOST_WORDS]]
        terms = with_synonyms(self.store, terms, query.sequence, self._stop)
        return rank(self.store, [lookup.lightened(term) if term.asked.light else term for term in terms])

    def _all_pages(self) -> list[Hit]:
        return [Hit(page, strong=True) for page in self.store.all_pages()]
