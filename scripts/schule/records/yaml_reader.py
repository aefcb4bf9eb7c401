"""Walk the events of PyYAML's C parser and build plain data with positions, in one pass.

Takes a text, fills data, positions and findings. It never composes PyYAML nodes, since composing deep nesting overflows
the interpreter's stack; it keeps a stack of its own and stops at the limits below. Every scalar stays the text that the
editor wrote (``05958004``, ``NEIN``, ``8:30``): the models convert, this module does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from schule.findings import Finding, Span, severity_of
from schule.findings.wording import quote, thousands
from schule.records.locations import ELSEWHERE, Location, Place, format_key

MAX_DEPTH = 24
MAX_VALUES = 200_000
MAX_SCALAR = 200_000

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class StopReadingError(Exception):
    """Raised once a limit is passed; the finding has been added."""


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is still being read; ``key`` is the pending key of a mapping."""

    container: dict[str, Any] | list[Any]
    location: Location
    anchor: str | None
    start_count: int
    key: str | None = None
    skip: bool = False
    depth: int = 1


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What an anchor names: the value, how many values it holds, how deep it goes, where it stands."""

    value: Any
    size: int
    depth: int
    location: Location


class YamlReader:
    """The state of one pass over the events: a stack of open containers instead of recursion."""

    def __init__(self, path: str, first_line: int, lines: tuple[str, ...]) -> None:
        self.path, self.first_line, self.lines = path, first_line, lines
        self.root: Any = None
        self.stack: list[_Open] = []
        self.values: dict[Location, Place] = {}
        self.keys: dict[Location, Place] = {}
        self.broken: set[Location] = set()
        self.origins: dict[Location, Location] = {}
        self.findings: list[Finding] = []
        self.anchors: dict[str, _Anchor] = {}
        self.count = 0

    def add(self, rule: str, place: Place, location: Location, message: str, hint: str) -> None:
        """Add a finding."""
        span = Span(place[0], place[1], max(1, place[2]))
        self.findings.append(Finding(self.path, span, rule, severity_of(rule), format_key(location), message, hint))

    def read(self, text: str) -> None:
        """Walk the events and build plain data."""
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            kind = type(event)
            if kind is ScalarEvent:
                top = self.stack[-1] if self.stack else None
                if top is not None and top.key is None and type(top.container) is dict:
                    self._take_key(top, event)
                else:
                    self._take_scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close()
            elif kind is AliasEvent:
                self._take_alias(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.add(
                        "mehrere-dokumente",
                        self._place(event),
                        (),
                        "Mit „---“ beginnt hier ein zweiter Datensatz.",
                        "Legen Sie für jeden Datensatz eine eigene Datei an oder löschen Sie die Zeile.",
                    )
                    return

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        length = end.column - column if end.line == line else len(self.lines[line]) - column
        return (line + self.first_line, column + 1, max(1, length))

    def _location(self) -> Location:
        if not self.stack:
            return ()
        top = self.stack[-1]
        return (*top.location, len(top.container) if type(top.container) is list else top.key or "")

    def _count(self, event: Any, by: int = 1) -> None:
        self.count += by
        if self.count > MAX_VALUES:
            self.add(
                "zu-viele-werte",
                self._place(event),
                (),
                f"Der Datensatz hat mehr als {thousands(MAX_VALUES)} Werte.",
                "Verweise (*name) vervielfachen ihren Inhalt. Schreiben Sie ihn aus oder teilen Sie die Datei.",
            )
            raise StopReadingError

    def _put(self, value: Any) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if type(top.container) is list:
            top.container.append(value)
            return
        assert isinstance(top.container, dict)
        if not top.skip and top.key is not None:
            top.container[top.key] = value
        top.key, top.skip = None, False

    def _take_key(self, top: _Open, event: Any) -> None:
        self._count(event)
        name: str = event.value
        location, place = (*top.location, name), self._place(event)
        self._check_tag(event, location)
        top.key, top.skip = name, False
        if location in self.keys:
            self.add(
                "schluessel-doppelt",
                place,
                location,
                f"{quote(name)} steht schon in Zeile {self.keys[location][0]}.",
                "Löschen Sie eine der beiden Angaben oder führen Sie sie zusammen.",
            )
            top.skip = True
            return
        if not top.container and self.values[top.location][:2] == place[:2]:
            self.values[top.location] = place  # a block is marked by its first key
        if not name.strip():
            self.add(
                "yaml-fehler",
                place,
                top.location,
                "Vor dem Doppelpunkt fehlt der Feldname.",
                "Schreiben Sie „feld: Wert“; Text mit einem Doppelpunkt gehört in Anführungszeichen.",
            )
            top.skip = True
        self.keys[location] = place
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(name, 1, 0, location)

    def _take_scalar(self, event: Any) -> None:
        self._count(event)
        location, place = self._location(), self._place(event)
        value: str = event.value
        if not (self.stack and self.stack[-1].skip) and (self.stack or value):
            self.values[location] = place
            if self._check_tag(event, location):
                self._check_scalar(event, location, place, value)
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(value, 1, 0, location)
        if self.stack or value:
            self._put(value)

    def _check_scalar(self, event: Any, location: Location, place: Place, value: str) -> None:
        if (value in NULLS and not event.style) or not value.strip():
            at = place if event.style or value else self._before_nothing(location, place)
            self._empty(location, at, f"{quote(value)} ist kein Wert." if value.strip() else "Hier fehlt der Wert.")
        elif len(value) > MAX_SCALAR:
            self.broken.add(location)
            self.add(
                "datei-zu-gross",
                place,
                location,
                f"Dieser Text hat {thousands(len(value))} Zeichen.",
                f"Kürzen Sie ihn auf höchstens {thousands(MAX_SCALAR)}.",
            )
        elif event.style == '"' and CONTROL.search(value):
            self.broken.add(location)
            self.add(
                "steuerzeichen",
                place,
                location,
                "In diesem Text steht ein Steuerzeichen („\\…“).",
                "Nehmen Sie einfache Anführungszeichen ('…') oder schreiben Sie „\\\\“ für den Schrägstrich.",
            )

    def _before_nothing(self, location: Location, place: Place) -> Place:
        """Return where to point when nothing stands there: the key, or the dash of the list."""
        if location in self.keys:
            return self.keys[location]
        line = self.lines[place[0] - self.first_line]
        dash = line.rfind("-", 0, place[1])
        return (place[0], dash + 1, 1) if dash >= 0 else place

    def _empty(self, location: Location, place: Place, message: str) -> None:
        self.broken.add(location)
        self.add(
            "wert-leer",
            place,
            location,
            message,
            "Tragen Sie etwas ein, schreiben Sie „unbekannt“ (wo das Feld es erlaubt) oder löschen Sie die Zeile.",
        )

    def _check_tag(self, event: Any, location: Location) -> bool:
        tag = event.tag
        if tag is None:
            return True
        self.broken.add(location)
        self.add(
            "yaml-typangabe",
            self._place(event),
            location,
            f"Die Typangabe {quote(tag.replace('tag:yaml.org,2002:', '!!'))} ist nicht erlaubt.",
            "Löschen Sie das Wort mit dem Ausrufezeichen. Gehört es zum Text, setzen Sie ihn in Anführungszeichen.",
        )
        return False

    def _open(self, event: Any, container: dict[str, Any] | list[Any]) -> None:
        self._count(event)
        self._refuse_as_key(event, "Ein Feldname darf keine Liste und kein Block sein.")
        self._limit_depth(event, 1)
        location = self._location()
        if self.stack and self.stack[-1].skip:
            # The content of a doubled key is read but kept nowhere: its locations get a root of their own.
            location = (f"{ELSEWHERE}{self.count}", *location)
        mark = event.start_mark
        self.values[location] = (mark.line + self.first_line, mark.column + 1, 1)
        self._check_tag(event, location)
        self._put(container)
        self.stack.append(_Open(container, location, event.anchor, self.count))

    def _close(self) -> None:
        closed = self.stack.pop()
        if self.stack:
            self.stack[-1].depth = max(self.stack[-1].depth, closed.depth + 1)
        if closed.anchor:
            size = self.count - closed.start_count + 1
            self.anchors[closed.anchor] = _Anchor(closed.container, size, closed.depth, closed.location)
        if not closed.container and closed.location and closed.location not in self.broken:
            what = "Die Liste" if isinstance(closed.container, list) else "Der Block"
            self._empty(closed.location, self.values[closed.location], f"{what} ist leer.")

    def _take_alias(self, event: Any) -> None:
        self._refuse_as_key(event, "Ein Verweis („*name“) kann kein Feldname sein.")
        anchor = self.anchors.get(event.anchor)
        location = self._location()
        if anchor is None:
            self.add(
                "yaml-fehler",
                self._place(event),
                location,
                f"Der Verweis {quote('*' + event.anchor)} zeigt auf nichts oder auf sich selbst.",
                "Schreiben Sie den Inhalt aus; Text, der mit „*“ beginnt, gehört in Anführungszeichen.",
            )
            raise StopReadingError
        self._count(event, anchor.size)
        self._limit_depth(event, anchor.depth)
        if self.stack[-1].skip:
            self._put(anchor.value)
            return
        self.stack[-1].depth = max(self.stack[-1].depth, anchor.depth + 1)
        self.values[location] = self._place(event)
        self.origins[location] = anchor.location
        if anchor.location in self.broken:
            self.broken.add(location)
        self._put(anchor.value)

    def _refuse_as_key(self, event: Any, message: str) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.key is None and isinstance(top.container, dict):
            self.add(
                "yaml-fehler",
                self._place(event),
                top.location,
                message,
                "Schreiben Sie vor den Doppelpunkt ein einfaches Wort; Text mit „[“ oder „{“ gehört in Anführungszeichen.",
            )
            raise StopReadingError

    def _limit_depth(self, event: Any, more: int) -> None:
        if len(self.stack) + more > MAX_DEPTH:
            self.add(
                "verschachtelung",
                self._place(event),
                (),
                f"Hier ist der Datensatz tiefer als {MAX_DEPTH} Ebenen verschachtelt.",
                "Prüfen Sie Klammern und Einrückungen.",
            )
            raise StopReadingError
