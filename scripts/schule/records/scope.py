"""Which files' findings are wanted: all of them, or those of the files that somebody named."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def everywhere(_path: str) -> bool:
    """Want the findings of every file."""
    return True


def below(places: Iterable[str]) -> Callable[[str], bool]:
    """Want the findings of the named files, and of what lies below the named folders (``.``: all)."""
    named = frozenset(places)
    folders = tuple(f"{place}/" for place in named)
    return everywhere if "." in named else lambda path: path in named or path.startswith(folders)
