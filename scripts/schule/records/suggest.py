"""Find the word that an editor probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "_": "-", " ": "-"})


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate nearest to ``word``, or None where nothing is near (umlauts and case do not count)."""
    folded: dict[str, str] = {}
    for candidate in sorted(candidates):
        folded.setdefault(candidate.lower().translate(_FOLD), candidate)
    wanted = word.lower().translate(_FOLD)
    if wanted in folded:
        return folded[wanted]
    near = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.7)
    if near:
        return folded[near[0]]
    inside = [name for name in folded if len(wanted) > 3 and (wanted in name or name in wanted)]
    return folded[min(inside, key=lambda name: abs(len(name) - len(wanted)))] if inside else None
