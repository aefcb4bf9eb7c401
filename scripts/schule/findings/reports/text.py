"""Findings for people: ``text`` with the source line and the remedy, ``concise`` with one line each."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from schule.findings.finding import Finding, Severity

_TAB_WIDTH = 4
_WIDEST = 110
_MOST_BYTES = 4_000_000


def report_text(findings: Sequence[Finding], root: Path) -> str:
    """Show each finding with its source line and remedy, then one line that sums up."""
    files: dict[str, list[str]] = {}
    blocks = [_block(finding, _line_of(finding, root, files)) for finding in findings]
    return "\n".join([*blocks, summary(findings)])


def report_concise(findings: Sequence[Finding], _root: Path) -> str:
    """One line a finding: ``file:line:column: severity[rule] message Hilfe: hint``, then the sum."""
    lines = [
        f"{f.path}:{f.span.line}:{f.span.column}: {f.severity}[{f.rule}] {f.message}"
        + (f" Hilfe: {f.hint}" if f.hint else "")
        for f in findings
    ]
    return "\n".join([*lines, summary(findings)])


def count(findings: Sequence[Finding]) -> Mapping[str, int]:
    """Return how many findings there are of each severity."""
    return {severity.value: sum(f.severity is severity for f in findings) for severity in Severity}


def summary(findings: Sequence[Finding]) -> str:
    """Sum up in one German sentence."""
    if not findings:
        return "Alles in Ordnung: keine Befunde."
    numbers = count(findings)
    words = {"fehler": ("Fehler", "Fehler"), "warnung": ("Warnung", "Warnungen"), "hinweis": ("Hinweis", "Hinweise")}
    parts = [f"{number} {words[name][number != 1]}" for name, number in numbers.items() if number]
    files = len({finding.path for finding in findings})
    return f"{', '.join(parts)} in {files} {'Datei' if files == 1 else 'Dateien'}."


def _line_of(finding: Finding, root: Path, files: dict[str, list[str]]) -> str | None:
    if finding.path not in files:
        files[finding.path] = _read_lines(root / finding.path)
    lines = files[finding.path]
    return lines[finding.span.line - 1] if finding.span.line <= len(lines) and any(lines) else None


def _read_lines(path: Path) -> list[str]:
    """Return the lines of a file, or none if it is no ordinary file (a pipe would never end)."""
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError:
        return []
    utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = raw.decode("utf-16" if utf16 else "utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")


def _block(finding: Finding, line: str | None) -> str:
    number = str(finding.span.line)
    gutter = " " * len(number)
    key = f"  ({finding.key})" if finding.key else ""
    rows = [
        f"{finding.severity}[{finding.rule}]: {finding.message}",
        f"{gutter}--> {finding.path}:{finding.span.line}:{finding.span.column}{key}",
    ]
    if line is not None:
        rows += [f"{gutter} |", *_marked(line, finding.span.column - 1, finding.span.length, number, gutter)]
    if finding.hint:
        rows.append(f"{gutter} = Hilfe: {finding.hint}")
    return "\n".join(rows) + "\n"


def _marked(line: str, column: int, length: int, number: str, gutter: str) -> tuple[str, str]:
    """Return the source line and the line of marks below the fault."""
    before = line[:column].expandtabs(_TAB_WIDTH)
    upto = line[: column + length].expandtabs(_TAB_WIDTH)
    shown, start = _window(line.expandtabs(_TAB_WIDTH), len(before))
    end = min(start + len(upto) - len(before), len(shown))
    marks = max(1, _width(shown[start:end]))
    return f"{number} | {shown}".rstrip(), f"{gutter} | {' ' * _width(shown[:start])}{'^' * marks}"


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line that holds ``column``, and the column in it."""
    printable = "".join(char if char.isprintable() else "�" for char in line)
    if len(printable) <= _WIDEST:
        return printable, column
    start = max(0, column - 30)
    prefix, suffix = "… " if start else "", " …" if start + _WIDEST < len(printable) else ""
    return prefix + printable[start : start + _WIDEST] + suffix, column - start + len(prefix)


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal: accents take none, East Asian signs and emoji two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
