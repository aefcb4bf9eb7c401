"""Read one YAML document with positions, in one pass over the events of PyYAML's C parser.

Takes the bytes of a file, returns a ``Source``: plain data (dicts, lists, text), the span of every value and key, and
findings. It never composes PyYAML nodes, since composing deep nesting overflows the interpreter's stack; it keeps a
stack of its own and stops at the limits below. Every scalar stays the text that the editor wrote (``05958004``,
``NEIN``, ``8:30``): the models convert, this module does not.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Any

import yaml

from schule.findings import Finding, Span, severity_of

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_VALUES = 200_000
MAX_SCALAR = 200_000

Location = tuple[str | int, ...]
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Source:
    """One parsed file.

    ``data`` is None where nothing could be read; ``values`` and ``keys`` map a location (``("quellen", 1, "titel")``)
    to the span of the value and of its key; ``broken`` holds the locations that already have a finding, so that later
    steps say nothing more about them.
    """

    path: str
    lines: tuple[str, ...]
    data: Any
    values: dict[Location, Span]
    keys: dict[Location, Span]
    broken: frozenset[Location]
    findings: tuple[Finding, ...]
    body: str = ""
    body_line: int = 0

    def span(self, location: Location, *, key: bool = False) -> Span:
        """Return the span of a value (or of its key), or that of the nearest parent which has one."""
        tables = (self.keys, self.values) if key else (self.values, self.keys)
        while location:
            for table in tables:
                if location in table:
                    return table[location]
            location = location[:-1]
        return self.values.get((), Span())


@dataclass
class _State:
    path: str
    first_line: int
    values: dict[Location, Span] = field(default_factory=dict)
    keys: dict[Location, Span] = field(default_factory=dict)
    broken: set[Location] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    count: int = 0

    def add(self, rule: str, span: Span, key: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.path, span, rule, severity_of(rule), key, message, hint))


@dataclass
class _Open:
    """A mapping or sequence that is still being read; ``key`` is the pending key of a mapping."""

    container: dict[str, Any] | list[Any]
    location: Location
    anchor: str | None
    start_count: int
    key: str | None = None
    skip: bool = False


class _StopParsingError(Exception):
    """Raised inside this module alone, once a limit is passed; the finding has been added."""


def parse_yaml(raw: bytes, path: str, *, first_line: int = 1) -> Source:
    """Read one YAML document.

    ``first_line`` is the number of the file's line on which ``raw`` starts (front matter starts at 2).
    """
    state = _State(path, first_line)
    text = _decode(raw, state)
    lines = tuple(text.split("\n")) if text is not None else ()
    data: Any = None
    if text is not None:
        try:
            data = _read(text, state)
        except _StopParsingError:
            data = None
        except yaml.YAMLError as error:
            _report_syntax(error, state, lines)
            data = None
    return Source(path, lines, data, state.values, state.keys, frozenset(state.broken), tuple(state.findings))


def format_key(location: Location) -> str:
    """Write a location as editors read it: ``("quellen", 1, "titel")`` is ``quellen[1].titel``."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def _decode(raw: bytes, state: _State) -> str | None:
    start = Span(state.first_line, 1)
    if len(raw) > MAX_BYTES:
        state.add(
            "datei-zu-gross",
            start,
            "",
            f"Die Datei hat {len(raw):,} Byte.".replace(",", "."),
            f"Höchstens {MAX_BYTES // 1_000_000} MB je Datensatz. Teilen Sie den Inhalt auf.",
        )
        return None
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        state.add("kodierung", start, "", "Die Datei ist in UTF-16 gespeichert.", "Speichern Sie sie als „UTF-8“.")
        return None
    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[3:]
        state.add(
            "byte-reihenfolge-marke",
            start,
            "",
            "Am Anfang der Datei steht eine unsichtbare Marke (BOM).",
            "Speichern Sie die Datei als „UTF-8“, nicht als „UTF-8 mit BOM“.",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _report_encoding(raw, error, state)
        return None
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + state.first_line
        state.add(
            "zeilenende",
            Span(line, 1),
            "",
            "Die Zeilen enden wie unter Windows (CRLF).",
            "Stellen Sie im Editor unten rechts „LF“ ein und speichern Sie.",
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _report_encoding(raw: bytes, error: UnicodeDecodeError, state: _State) -> None:
    before = raw[: error.start]
    line = before.count(b"\n") + state.first_line
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    guess = raw[error.start : error.start + 1].decode("cp1252", "replace")
    state.add(
        "kodierung",
        Span(line, column),
        "",
        f"Die Datei ist nicht in UTF-8 gespeichert (hier steht vermutlich „{guess}“ aus Windows-1252).",
        "Öffnen Sie die Datei im Editor mit der Kodierung „Windows-1252“ und speichern Sie sie als „UTF-8“.",
    )


def _read(text: str, state: _State) -> Any:
    """Walk the events with an explicit stack and build plain data."""
    stack: list[_Open] = []
    root: Any = None
    documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.ScalarEvent):
                if stack and isinstance(stack[-1].container, dict) and stack[-1].key is None:
                    _take_key(stack[-1], event, state)
                    continue
                value = _take_scalar(stack, event, state)
                root = value if not stack else root
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                _open_container(stack, event, state)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                closed = stack.pop()
                if closed.anchor:
                    state.anchors[closed.anchor] = (closed.container, state.count - closed.start_count + 1)
                root = closed.container if not stack else root
            elif isinstance(event, yaml.AliasEvent):
                value = _take_alias(stack, event, state)
                root = value if not stack else root
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    state.add(
                        "mehrere-dokumente",
                        _span(event, state),
                        "",
                        "In der Datei steht mehr als ein Datensatz („---“).",
                        "Legen Sie für jeden Datensatz eine eigene Datei an.",
                    )
                    break
    except RecursionError:  # pragma: no cover - the C parser keeps its own stack; this is the belt beside the braces
        state.add("verschachtelung", Span(state.first_line, 1), "", "Der Datensatz ist zu tief verschachtelt.", "")
        raise _StopParsingError from None
    return root


def _span(event: Any, state: _State) -> Span:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Span(start.line + state.first_line, start.column + 1, max(1, length))


def _location(stack: list[_Open]) -> Location:
    if not stack:
        return ()
    top = stack[-1]
    return (*top.location, len(top.container) if isinstance(top.container, list) else top.key or "")


def _count(event: Any, state: _State, by: int = 1) -> None:
    state.count += by
    if state.count > MAX_VALUES:
        state.add(
            "zu-viele-werte",
            _span(event, state),
            "",
            f"Der Datensatz hat mehr als {MAX_VALUES:,} Werte.".replace(",", "."),
            "Verweise (*name) vervielfachen ihren Inhalt. Schreiben Sie ihn aus oder teilen Sie die Datei.",
        )
        raise _StopParsingError


def _check_tag(event: Any, location: Location, state: _State) -> bool:
    tag = event.tag
    if tag is None or tag == "!":
        return True
    state.broken.add(location)
    state.add(
        "yaml-typangabe",
        _span(event, state),
        format_key(location),
        f"Die Typangabe „{tag}“ ist nicht erlaubt.",
        "Löschen Sie das Wort mit den Ausrufezeichen; das Programm erkennt den Typ selbst.",
    )
    return False


def _take_key(top: _Open, event: Any, state: _State) -> None:
    assert isinstance(top.container, dict)
    _count(event, state)
    name, location = event.value, (*top.location, event.value)
    span = _span(event, state)
    top.key, top.skip = name, False
    if name in top.container or location in state.keys:
        first = state.keys[location].line
        state.add(
            "schluessel-doppelt",
            span,
            format_key(location),
            f"„{name}“ steht schon in Zeile {first}.",
            "Löschen Sie eine der beiden Angaben oder führen Sie sie zusammen.",
        )
        top.skip = True
        return
    state.keys[location] = span


def _put(stack: list[_Open], value: Any) -> None:
    if not stack:
        return
    top = stack[-1]
    if isinstance(top.container, list):
        top.container.append(value)
        return
    if not top.skip and top.key is not None:
        top.container[top.key] = value
    top.key, top.skip = None, False


def _take_scalar(stack: list[_Open], event: Any, state: _State) -> str | None:
    _count(event, state)
    location = _location(stack)
    known = not (stack and stack[-1].skip)
    span = _span(event, state)
    if known:
        state.values[location] = span
    value: str = event.value
    if known and _check_tag(event, location, state):
        plain = event.implicit[0] and not event.style
        if (plain and value in _NULLS) or not value.strip():
            state.broken.add(location)
            state.add(
                "wert-leer",
                span if value else state.keys.get(location, span),
                format_key(location),
                "Hier fehlt der Wert." if not value.strip() else f"„{value}“ ist kein Wert.",
                "Tragen Sie etwas ein, schreiben Sie „unbekannt“ (wo das Feld es erlaubt) oder löschen Sie die Zeile.",
            )
        elif len(value) > MAX_SCALAR:
            state.broken.add(location)
            state.add("datei-zu-gross", span, format_key(location), "Dieser Text ist zu lang.", "Kürzen Sie ihn.")
    if event.anchor:
        state.anchors[event.anchor] = (value, 1)
    _put(stack, value)
    return value


def _open_container(stack: list[_Open], event: Any, state: _State) -> None:
    _count(event, state)
    if stack and isinstance(stack[-1].container, dict) and stack[-1].key is None:
        state.add(
            "yaml-fehler",
            _span(event, state),
            "",
            "Ein Feldname darf keine Liste und kein Block sein.",
            "Schreiben Sie vor den Doppelpunkt ein einfaches Wort; Text mit [ oder { gehört in Anführungszeichen.",
        )
        raise _StopParsingError
    location = _location(stack)
    if len(stack) >= MAX_DEPTH:
        state.add(
            "verschachtelung",
            _span(event, state),
            "",
            f"Der Datensatz ist tiefer als {MAX_DEPTH} Ebenen verschachtelt.",
            "Prüfen Sie Klammern und Einrückungen.",
        )
        raise _StopParsingError
    known = not (stack and stack[-1].skip)
    if known:
        state.values[location] = Span(event.start_mark.line + state.first_line, event.start_mark.column + 1)
        _check_tag(event, location, state)
    container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
    skip = not known
    _put(stack, container)
    # The content of a doubled key is read but kept nowhere: its locations get a root of their own.
    stack.append(_Open(container, ("\0doppelt", *location) if skip else location, event.anchor, state.count))


def _take_alias(stack: list[_Open], event: Any, state: _State) -> Any:
    location = _location(stack)
    if event.anchor not in state.anchors:
        state.add(
            "yaml-fehler",
            _span(event, state),
            format_key(location),
            f"Der Verweis „*{event.anchor}“ zeigt auf nichts oder auf sich selbst.",
            f"Setzen Sie davor die Marke „&{event.anchor}“ oder schreiben Sie den Inhalt aus.",
        )
        raise _StopParsingError
    value, size = state.anchors[event.anchor]
    _count(event, state, size)
    if stack and isinstance(stack[-1].container, dict) and stack[-1].key is None:
        state.add(
            "yaml-fehler", _span(event, state), "", "Ein Verweis kann kein Feldname sein.", "Schreiben Sie ihn aus."
        )
        raise _StopParsingError
    state.values[location] = _span(event, state)
    _put(stack, value)
    return value


def _report_syntax(error: yaml.YAMLError, state: _State, lines: tuple[str, ...]) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    line = mark.line if mark else 0
    column = mark.column if mark else 0
    if line >= len(lines):
        line, column = max(0, len(lines) - 1), len(lines[-1]) if lines else 0
    span = Span(line + state.first_line, column + 1)
    tab = _tab_before(lines, line)
    if tab is not None:
        state.add(
            "tabulator",
            Span(tab + state.first_line, lines[tab].index("\t") + 1),
            "",
            "Die Zeile ist mit einem Tabulator eingerückt.",
            "Ersetzen Sie den Tabulator durch Leerzeichen.",
        )
        return
    message, hint = _explain(problem, lines[line] if line < len(lines) else "")
    state.add("yaml-fehler", span, "", message, hint)


def _tab_before(lines: tuple[str, ...], line: int) -> int | None:
    """Return the first line up to one past ``line`` whose indentation holds a tabulator."""
    for number in range(min(len(lines), line + 2)):
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if "\t" in indent:
            return number
    return None


def _explain(problem: str, line: str) -> tuple[str, str]:
    """Say in German what libyaml found and what the editor can do."""
    quote = "Setzen Sie den Text hinter dem Doppelpunkt in Anführungszeichen."
    table = {
        "mapping values are not allowed": ("In der Zeile steht ein Doppelpunkt zu viel.", quote),
        "could not find expected ':'": ("Nach dem Feldnamen fehlt ein Doppelpunkt.", "Schreiben Sie „feld: Wert“."),
        "did not find expected key": (
            "Die Einrückung passt nicht, oder ein Anführungszeichen ist zu viel.",
            "Rücken Sie Felder derselben Ebene gleich weit ein.",
        ),
        "did not find expected '-' indicator": (
            "In der Liste steht eine Zeile ohne Spiegelstrich.",
            "Beginnen Sie jeden Eintrag mit „- “.",
        ),
        "found unexpected end of stream": (
            "Ein Anführungszeichen oder eine Klammer wird nicht geschlossen.",
            "Ergänzen Sie das schließende Zeichen.",
        ),
        "did not find expected ',' or": ("Eine Klammer wird nicht geschlossen.", "Ergänzen Sie „]“ oder „}“."),
        "found character that cannot start any token": (
            "Mit diesem Zeichen darf ein Wert nicht beginnen.",
            "Setzen Sie den Wert in Anführungszeichen.",
        ),
        "control characters are not allowed": (
            "Die Zeile enthält ein unsichtbares Steuerzeichen.",
            "Löschen Sie das Zeichen und tippen Sie die Stelle neu.",
        ),
        "block sequence entries are not allowed": (
            "Ein Spiegelstrich steht hinter dem Doppelpunkt.",
            "Beginnen Sie die Liste in einer neuen Zeile.",
        ),
    }
    for start, answer in table.items():
        if start in problem:
            return answer
    if line.lstrip().startswith(("%", "@", "`")):
        return "Mit diesem Zeichen darf ein Wert nicht beginnen.", quote
    return f"Das ist kein gültiges YAML ({problem}).", "Vergleichen Sie die Stelle mit einem anderen Datensatz."
