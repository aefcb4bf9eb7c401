"""The memory of what was read: the facts of every file that had no finding, for as long as the file stays as it is.

A JSON file below the cache, written by whoever reads all records, read by the check of one file: that one asks ten thousand
other files for nothing but their time, size and number, and reads those that have changed. Whoever deletes it loses nothing
but time. A file that was saved within the last moment is not remembered: it could change again without a new time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from schule.project import Project, ProjectError
from schule.records.base import Entry, Record
from schule.records.catalog import Item
from schule.records.facts import Facts, Words
from schule.records.kinds import PAGES, Kind

_PLACE = "bestand.json"
_FINE, _COARSE = (
    50_000_000,
    2_100_000_000,
)  # nanoseconds until the clock of a drive has moved on; some count by two seconds
_FEW = 20  # so many files are read again sooner than the memory is written

Row = list[Any]  # slug, facts, words of the title, of the text, of the title alone, identity
Stamp = list[int]


class Remembered:
    """One record as it is remembered; taken apart when somebody asks."""

    def __init__(self, row: Row) -> None:
        self.slug: str = row[0]
        self._row = row

    @cached_property
    def facts(self) -> Facts:
        """What others ask of the record."""
        title, old, guides, kinds, *more = self._row[1]
        return Facts(title, tuple(old), tuple(guides), tuple(kinds), *more)

    @cached_property
    def words(self) -> Words:
        """What the record says."""
        title, text, _alone, identity = self._row[2:]
        return Words(tuple(title.split()), frozenset(text.split()), identity)

    def vocabulary(self) -> list[str]:
        """Return every word of the record once."""
        text, alone = self._row[3:5]
        return f"{text} {alone}".split()


class KnownItem(Item):
    """A record that has not changed since it was remembered; it is read when somebody asks for more than its facts."""

    def __init__(self, kind: Kind, path: str, remembered: Remembered, read: Callable[[str], Record | Entry]) -> None:
        vars(self).update(kind=kind, slug=remembered.slug, path=path, remembered=remembered, _read=read)

    @cached_property
    def record(self) -> Record | Entry:
        """The record itself, from its file."""
        read: Callable[[str], Record | Entry] = vars(self)["_read"]
        return read(self.slug)

    @property
    def title(self) -> str:
        """The record's title."""
        return self.facts.title


class Memory:
    """What is remembered of the files of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._file = project.cache / _PLACE
        self._state = _state_of_program()
        self._now = time.time_ns()
        self._known: dict[str, tuple[Stamp, list[Row]]] = self._load()
        self._fresh: dict[str, tuple[Stamp, list[Item]]] = {}
        self._seen: set[str] = set()

    def stamp(self, path: str) -> Stamp | None:
        """Return by what a change of a file is known, None where there is none to be had."""
        self._seen.add(path)
        with suppress(OSError):
            status = os.stat(f"{self._project.root}/{path}")  # noqa: PTH116 - ten thousand times
            return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]
        return None

    def recall(self, path: str, stamp: Stamp | None) -> list[Remembered] | None:
        """Return what is remembered of a file that is still the same, else None."""
        known = self._known.get(path)
        return [Remembered(row) for row in known[1]] if known and known[0] == stamp else None

    def note(self, path: str, stamp: Stamp | None, items: Iterable[Item]) -> None:
        """Remember a file without findings; its ``stamp`` is from before it was read."""
        newest = max(stamp[:2], default=0) if stamp else self._now
        age = self._now - newest
        if stamp and age > (_FINE if newest % 1_000_000_000 else _COARSE):
            self._fresh[path] = (stamp, list(items))

    def save(self, *, everything: bool) -> None:
        """Write what is new, if it is worth it; a checkout that cannot be written to goes without."""
        gone = self._known.keys() - self._seen if everything else ()
        if not (self._fresh or gone) or (not everything and len(self._fresh) <= _FEW):
            return
        files: dict[str, Any] = {path: known for path, known in self._known.items() if path not in gone}
        for path, (stamp, items) in self._fresh.items():
            files[path] = (stamp, [_row(item) for item in items])
        text = json.dumps({"stand": self._state, "dateien": files}, ensure_ascii=False, separators=(",", ":"))
        part = self._file.with_name(f"{_PLACE}.{os.getpid()}.teil")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, encoding="utf-8")
            part.replace(self._file)

    def _load(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, TypeError, KeyError):
            table = json.loads(self._file.read_bytes())
            if table["stand"] == self._state and isinstance(table["dateien"], dict):
                return dict(table["dateien"])
        return {}


def _row(item: Item) -> Row:
    if item.kind.name not in PAGES:
        return [item.slug, list(item.facts), "", "", "", {}]
    title, text, identity = item.words
    alone = " ".join(sorted(set(title) - text))
    return [item.slug, list(item.facts), " ".join(title), " ".join(sorted(text)), alone, identity]


def _state_of_program() -> str:
    """Return what changes with the program: a record that it found good, another one may find faulty."""
    digest = hashlib.sha256(sys.version.encode())
    folder = Path(__file__).parents[1]
    for path in sorted([*(folder / "records").glob("*.[pt]*"), *(folder / "findings").glob("*.py")]):
        digest.update(f"{path.name}\0{path.stat().st_mtime_ns}\0{path.stat().st_size}\n".encode())
    return digest.hexdigest()


def lazily(path: str, read: Callable[[], Mapping[str, Record | Entry]]) -> Callable[[str], Record | Entry]:
    """Return what reads a file when its first record is asked for, and not again for the next."""
    found: dict[str, Record | Entry] = {}

    def record(slug: str) -> Record | Entry:
        if not found:
            found.update(read())
        if slug not in found:
            raise ProjectError(f"„{path}“ hat sich gerade geändert. Versuchen Sie es noch einmal.")
        return found[slug]

    return record
