"""Check how the blocks of a text stand to each other: indentation, blank lines, tables, notes.

Markdown never fails, it shows something else: a list without a blank line before it becomes part of the paragraph, a
text indented by four becomes code. None of this has a sign to look for; it is found by following the blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schule.findings.wording import quote
from schule.records.markdown_fault import TextFault
from schule.records.suggest import closest

_ITEM = re.compile(r"(\s*)([-*+]|[0-9]{1,9}\.)\s+\S")
_BRACKET_ITEM = re.compile(r"[0-9]{1,2}\)\s+\S")
_NOTE = re.compile(r'!!! ?([\w-]+)(?: +"[^"]*")? *$')
_DEFINITION = re.compile(r" {0,3}:\s{1,3}\S")
_RULE_ROW = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_NOTES = ("note", "tip", "warning")
_OTHER_NOTES = {
    "danger": "warning",
    "caution": "warning",
    "attention": "warning",
    "important": "warning",
    "hint": "tip",
}
_TAB = 4


@dataclass
class _Blocks:
    """Where the reader stands: the columns of the markers and of the contents that are open, outermost first."""

    markers: list[int] = field(default_factory=list)
    contents: list[int] = field(default_factory=list)
    blank: bool = True
    paragraph: bool = False
    columns: int = 0  # of the table in which the reader is, 0 outside of one

    def leave(self, indent: int) -> None:
        """Leave the lists and notes to which a line with this indentation cannot belong."""
        while self.contents and indent <= self.markers[-1]:
            self.markers.pop()
            self.contents.pop()

    def enter(self, marker: int) -> None:
        """Enter a list item, note or definition whose marker stands in this column."""
        self.markers.append(marker)
        self.contents.append(marker + _TAB)

    @property
    def base(self) -> int:
        """The column in which text of the innermost open block stands."""
        return self.contents[-1] if self.contents else 0


def find_block_faults(lines: tuple[str, ...]) -> Iterator[TextFault]:
    """Yield faults of indentation, missing blank lines, malformed notes and tables."""
    blocks = _Blocks()
    for number, raw in enumerate(lines):
        line = raw.expandtabs(_TAB)
        if not line.strip():
            blocks.blank, blocks.paragraph, blocks.columns = True, False, 0
            continue
        indent = len(line) - len(line.lstrip())
        item = _ITEM.match(line)
        if item:
            yield from _item(number, indent, blocks, item)
        elif line.lstrip().startswith(("!!!", "???", '=== "')):
            blocks.leave(indent)
            if line.lstrip().startswith("!!!"):
                yield from _note(number, lines, line.strip(), indent)
            blocks.enter(indent)
            blocks.paragraph = False
        elif _DEFINITION.match(line):
            blocks.leave(indent)
            blocks.enter(indent)
            blocks.paragraph = True
        else:
            yield from _text(number, line, indent, blocks)
        yield from _table(number, lines, blocks)
        blocks.blank = False


def _item(number: int, indent: int, blocks: _Blocks, item: re.Match[str]) -> Iterator[TextFault]:
    marker = item.group(2)
    # A date that begins a line ("3. Mai") is no list; the first item of one is "1.".
    begins = not marker[0].isdigit() or marker == "1."
    in_list = bool(blocks.contents)
    if in_list and 0 < indent - blocks.markers[-1] < _TAB:
        yield _indentation(number, indent, "Unterpunkte rücken Sie vier Leerzeichen weiter ein.")
        blocks.paragraph = True
        return
    if not in_list and not begins and not blocks.blank:
        return  # a paragraph goes on with "12. Mai"
    if blocks.paragraph and begins and (not in_list or (indent == blocks.base and not _continues(blocks, indent))):
        yield TextFault(
            number,
            indent + 1,
            len(marker),
            "leerzeile-fehlt",
            "Vor der Liste fehlt eine leere Zeile.",
            "Ohne sie wird die Liste zu einem Stück des Absatzes. Fügen Sie eine leere Zeile ein.",
        )
    if not in_list and indent >= _TAB and blocks.blank:
        yield _code(number, indent)
        return
    blocks.leave(indent)
    blocks.enter(indent)
    blocks.paragraph = False


def _continues(blocks: _Blocks, indent: int) -> bool:
    """Say whether a list of this indentation is open already."""
    return indent in blocks.markers


def _text(number: int, line: str, indent: int, blocks: _Blocks) -> Iterator[TextFault]:
    stripped = line.lstrip()
    if blocks.blank:
        if blocks.contents and indent > 0 and blocks.markers[-1] < indent < blocks.base:
            yield _indentation(
                number, indent, "Ein Absatz, der zum Punkt darüber gehört, steht vier Leerzeichen weiter rechts."
            )
        blocks.leave(indent)
        if indent - blocks.base >= _TAB:
            yield _code(number, indent)
            return
        if _BRACKET_ITEM.match(stripped):
            message, hint = "Diese Aufzählung wird nicht erkannt.", "Schreiben Sie die Nummer mit Punkt: „1. “."
            yield TextFault(number, indent + 1, 2, "markdown-nicht-erlaubt", message, hint)
    heading = re.match(r"#{1,6}\s", stripped)
    if heading and blocks.paragraph:
        yield TextFault(
            number,
            indent + 1,
            len(heading.group().rstrip()),
            "leerzeile-fehlt",
            "Vor der Überschrift fehlt eine leere Zeile.",
            "Fügen Sie eine leere Zeile ein.",
        )
    if heading:
        blocks.markers.clear()
        blocks.contents.clear()
    blocks.paragraph = not heading and not stripped.startswith((">", "|"))


def _note(number: int, lines: tuple[str, ...], line: str, indent: int) -> Iterator[TextFault]:
    match = _NOTE.fullmatch(line)
    if match is None:
        yield TextFault(
            number,
            indent + 1,
            len(line),
            "markdown-nicht-erlaubt",
            "Dieser Hinweiskasten wird nicht erkannt.",
            'Schreiben Sie ihn so: !!! note "Titel", mit geraden Anführungszeichen.',
        )
        return
    if match[1] not in _NOTES:
        near = closest(match[1], _NOTES) or _OTHER_NOTES.get(match[1], "note")
        message = f"Einen Hinweiskasten {quote(match[1])} gibt es nicht."
        hint = f"Erlaubt sind {', '.join(_NOTES)}; hier passt vermutlich „{near}“."
        yield TextFault(number, indent + 1, len(line), "markdown-nicht-erlaubt", message, hint)
    following = lines[number + 1].expandtabs(_TAB) if number + 1 < len(lines) else ""
    if not following.strip() and number + 2 < len(lines):
        following = lines[number + 2].expandtabs(_TAB)
    if len(following) - len(following.lstrip()) < indent + _TAB:
        yield _indentation(number, indent, "Der Text des Hinweiskastens steht darunter, vier Leerzeichen eingerückt.")


def _table(number: int, lines: tuple[str, ...], blocks: _Blocks) -> Iterator[TextFault]:
    if blocks.columns:
        yield from _row(number, lines[number], blocks)
        return
    rule = lines[number].strip()
    if "|" not in rule or "-" not in rule or not _RULE_ROW.fullmatch(rule):
        return
    header = lines[number - 1] if number else ""
    cells, columns = _cells(header), len(_cells(rule))
    blocks.columns = columns
    start = len(header) - len(header.lstrip())
    if "|" not in header or not all(cells) or len(cells) != columns:
        place, width = (number - 1, len(header.strip())) if "|" in header else (number, len(rule))
        message = (
            f"Die Kopfzeile hat {len(cells)} Felder, die Zeile aus Strichen {columns}."
            if "|" in header and all(cells)
            else "Der Tabelle fehlt eine Überschrift über einer Spalte."
        )
        hint = "Die erste Zeile nennt zu jeder Spalte eine Überschrift, darunter steht die Zeile aus Strichen."
        yield TextFault(place, start + 1, max(1, width), "tabelle-ohne-kopf", message, hint)
        blocks.columns = max(columns, len(cells))
    elif number >= 2 and lines[number - 2].strip() and not lines[number - 2].lstrip().startswith(("#", "!!!")):
        message = "Vor der Tabelle fehlt eine leere Zeile."
        yield TextFault(number - 1, start + 1, 1, "leerzeile-fehlt", message, "Fügen Sie eine leere Zeile ein.")


def _row(number: int, row: str, blocks: _Blocks) -> Iterator[TextFault]:
    """Yield a row that has more cells than the head of its table, or a line that is none and ends the table."""
    indent = len(row) - len(row.lstrip())
    if "|" not in row:
        blocks.columns = 0
        message = "Nach der Tabelle fehlt eine leere Zeile."
        yield TextFault(number, indent + 1, 1, "leerzeile-fehlt", message, "Fügen Sie eine leere Zeile ein.")
    elif len(_cells(row)) > blocks.columns:
        message = f"Diese Zeile hat {len(_cells(row))} Felder, die Kopfzeile nur {blocks.columns}."
        hint = "Streichen Sie ein Feld oder ergänzen Sie die Überschrift. Ein „|“ im Text schreiben Sie „\\|“."
        yield TextFault(number, indent + 1, len(row.strip()), "tabelle-ohne-kopf", message, hint)


def _cells(row: str) -> list[str]:
    text = row.strip()
    text = text.removeprefix("|")
    text = text.removesuffix("|")
    return [cell.strip() for cell in text.split("|")]


def _indentation(number: int, indent: int, hint: str) -> TextFault:
    return TextFault(number, 1, max(1, indent), "einrueckung", "Die Einrückung passt nicht.", hint)


def _code(number: int, indent: int) -> TextFault:
    return TextFault(
        number,
        1,
        max(1, indent),
        "markdown-nicht-erlaubt",
        "Eine so weit eingerückte Zeile wird zum Codeblock.",
        "Löschen Sie die Leerzeichen am Anfang der Zeile.",
    )
