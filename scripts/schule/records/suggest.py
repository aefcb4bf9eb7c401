"""Find the word that an editor probably meant.

Comparing a word with ten thousand slugs one by one would take longer than everything else in a check, so candidates
are first ranked by the pairs of letters that they share with it; only the best are compared in full.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "_": "-", " ": "-"})
_CUTOFF = 0.7
_FEW = 40  # as many are compared in full
_LONGEST = 200


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate nearest to ``word``, or None where nothing is near (umlauts and case do not count)."""
    return _index(candidates if isinstance(candidates, frozenset) else frozenset(candidates)).closest(word)


@lru_cache(maxsize=64)
def _index(candidates: frozenset[str]) -> _Index:
    return _Index(candidates)


class _Index:
    """The candidates by their pairs of letters; built once for a set of candidates."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self.folded: dict[str, str] = {}
        for candidate in sorted(candidates):
            self.folded.setdefault(_fold(candidate), candidate)
        self.pairs: dict[str, list[str]] = {}
        if len(self.folded) > _FEW:
            for name in self.folded:
                for pair in _pairs(name):
                    self.pairs.setdefault(pair, []).append(name)

    def closest(self, word: str) -> str | None:
        """Return the nearest candidate, or None."""
        wanted = _fold(word[:_LONGEST])
        if wanted in self.folded:
            return self.folded[wanted]
        few = self._few(wanted)
        near = difflib.get_close_matches(wanted, few, n=1, cutoff=_CUTOFF)
        if near:
            return self.folded[near[0]]
        inside = [name for name in few if _is_part(wanted, name) or _is_part(name, wanted)]
        return self.folded[min(inside, key=lambda name: (abs(len(name) - len(wanted)), name))] if inside else None

    def _few(self, wanted: str) -> list[str]:
        if not self.pairs:
            return list(self.folded)
        shared = Counter(name for pair in _pairs(wanted) for name in self.pairs.get(pair, ()))
        best = sorted(shared, key=lambda name: (len(name) - 2 * shared[name], name))
        return best[:_FEW]


def _fold(word: str) -> str:
    return word.lower().translate(_FOLD)


def _pairs(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[start : start + 2] for start in range(len(padded) - 1)}


def _is_part(short: str, long: str) -> bool:
    """Say whether a word is one of the words of the other, or its beginning."""
    return len(short) > 3 and (long.startswith(short) or short in long.split("-"))
