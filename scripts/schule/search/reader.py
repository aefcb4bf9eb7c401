"""Answer queries from an index: the reference reader.

Takes the folder of an index and a query, returns pages with score, address and why they matched. The browser's reader in
``client/`` does the same with the same arithmetic; a test puts the same queries to both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schule.search import lookup
from schule.search.query import Query, parse
from schule.search.ranking import Hit, rank
from schule.search.store import Store

MOST_PHRASE_CHECKS = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits, best first; the first `total` of them carry at least half of the query's weight."""

    total: int
    hits: list[Hit]


class Reader:
    """An opened index that answers queries."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self._stop = frozenset(self.store.entry["stop"].split())

    def search(self, text: str) -> Answer:
        """Return the pages that answer `text`."""
        query = parse(text)
        words = [word for word in query.words if word.key not in self._stop] or list(query.words)
        hits = rank(self.store, [lookup.resolve(self.store, word) for word in words])
        return Answer(sum(hit.strong for hit in hits), hits)
