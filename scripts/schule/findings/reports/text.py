"""Print findings: ``text`` for people, ``concise`` for one line each, ``json`` for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from schule.findings.finding import Finding, Severity

Report = Callable[[Sequence[Finding], Path], str]
_TAB_WIDTH = 4


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


def report_json(findings: Sequence[Finding], _root: Path) -> str:
    """A JSON object with the list ``befunde`` and the counts."""
    return json.dumps(
        {"befunde": [_plain(finding) for finding in findings], "anzahl": count(findings)}, ensure_ascii=False, indent=1
    )


REPORTS: dict[str, Report] = {"text": report_text, "concise": report_concise, "json": report_json}


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


def _plain(finding: Finding) -> dict[str, object]:
    data = asdict(finding)
    span = data.pop("span")
    return {
        "datei": data["path"],
        "zeile": span["line"],
        "spalte": span["column"],
        "laenge": span["length"],
        "regel": data["rule"],
        "schwere": str(finding.severity),
        "feld": data["key"],
        "meldung": data["message"],
        "hilfe": data["hint"],
    }


def _line_of(finding: Finding, root: Path, files: dict[str, list[str]]) -> str | None:
    if finding.path not in files:
        try:
            text = (root / finding.path).read_bytes().decode("utf-8", "replace")
        except OSError:
            text = ""
        files[finding.path] = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    lines = files[finding.path]
    return lines[finding.span.line - 1] if finding.span.line <= len(lines) and any(lines) else None


def _block(finding: Finding, line: str | None) -> str:
    number = str(finding.span.line)
    gutter = " " * len(number)
    key = f"  ({finding.key})" if finding.key else ""
    rows = [
        f"{finding.severity}[{finding.rule}]: {finding.message}",
        f"{gutter}--> {finding.path}:{finding.span.line}:{finding.span.column}{key}",
    ]
    if line is not None:
        before = line[: finding.span.column - 1]
        shown, offset = _window(line.expandtabs(_TAB_WIDTH), len(before.expandtabs(_TAB_WIDTH)))
        marks = max(1, min(finding.span.length, max(1, len(shown) - offset)))
        rows += [f"{gutter} |", f"{number} | {shown}", f"{gutter} | {' ' * offset}{'^' * marks}"]
    if finding.hint:
        rows.append(f"{gutter} = Hilfe: {finding.hint}")
    return "\n".join(rows) + "\n"


def _window(line: str, column: int, width: int = 110) -> tuple[str, int]:
    """Return the part of a long line that holds ``column``, and the column in it."""
    printable = "".join(char if char.isprintable() else "�" for char in line)
    if len(printable) <= width:
        return printable, column
    start = max(0, column - 30)
    prefix = "… " if start else ""
    return prefix + printable[start : start + width] + (
        " …" if start + width < len(printable) else ""
    ), column - start + len(prefix)
