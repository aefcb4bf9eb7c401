"""Locations in a record: the way from its root to a value, and how editors read it."""

from __future__ import annotations

from schule.findings.wording import quote

Location = tuple[str | int, ...]
Place = tuple[int, int, int]  # line and column from 1, length

ELSEWHERE = "\0"  # begins the first part of a location that belongs to no record: the second of two equal keys
_LONGEST_NAME = 60


def format_key(location: Location) -> str:
    """Write a location as editors read it: ``("quellen", 1, "titel")`` is ``quellen[1].titel``."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif not part.startswith(ELSEWHERE):
            name = part if part.isidentifier() and len(part) <= _LONGEST_NAME else quote(part)[1:-1]
            text += f".{name}" if text else name
    return text
