"""Findings for programs: one JSON object in the words of the domain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from schule.findings.finding import Finding
from schule.findings.reports.text import count


def report_json(findings: Sequence[Finding], _root: Path) -> str:
    """A JSON object with the list ``befunde`` and the counts; lines and columns count from 1."""
    return json.dumps(
        {"befunde": [_plain(finding) for finding in findings], "anzahl": count(findings)}, ensure_ascii=False, indent=1
    )


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "datei": finding.path,
        "zeile": finding.span.line,
        "spalte": finding.span.column,
        "laenge": finding.span.length,
        "regel": finding.rule,
        "schwere": str(finding.severity),
        "feld": finding.key,
        "meldung": finding.message,
        "hilfe": finding.hint,
    }
