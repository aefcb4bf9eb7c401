"""Split German compounds with the words of the corpus itself.

Takes the keys of a vocabulary with their frequencies, returns the parts of those that are compounds. Knows no dictionary.
"""

from collections.abc import Mapping

LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "ns")
SHORTEST_PART = 4


class Splitter:
    """Splits keys; `frequencies` maps every key of the corpus to the number of sections it stands in."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._known = frozenset(
            key for key, count in frequencies.items() if len(key) >= SHORTEST_PART and key.isalpha() and count >= 2
        )

    def split(self, key: str) -> tuple[str, ...]:
        """Return the parts of `key`, none if it is no compound."""
        if len(key) < 2 * SHORTEST_PART:
            return ()
        best: tuple[str, ...] = ()
        score = 0
        for cut in range(SHORTEST_PART, len(key) - SHORTEST_PART + 1):
            tail = key[cut:]
            if tail not in self._known:
                continue
            for link in LINKS:
                head = key[: cut - len(link)] if link else key[:cut]
                if key[:cut].endswith(link) and len(head) >= SHORTEST_PART and head in self._known:
                    mine = min(len(head), len(tail))
                    if mine > score:
                        best, score = (head, tail), mine
                    break
        return best
