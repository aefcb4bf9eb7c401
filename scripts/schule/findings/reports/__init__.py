"""Print findings: for people (``text``, ``concise``), for programs (``json``, ``sarif``) and for forges (``github``, ``gitlab``).

Each report is a function of the findings and the project's root to one string; only ``text`` reads files, for the
source line that it shows. ``REPORTS`` lists them by the name that ``schule check --format`` takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from schule.findings.finding import Finding
from schule.findings.reports.forge import report_github, report_gitlab
from schule.findings.reports.program import report_json
from schule.findings.reports.sarif import report_sarif
from schule.findings.reports.text import count, report_concise, report_text, summary

Report = Callable[[Sequence[Finding], Path], str]

REPORTS: dict[str, Report] = {
    "text": report_text,
    "concise": report_concise,
    "github": report_github,
    "gitlab": report_gitlab,
    "sarif": report_sarif,
    "json": report_json,
}

__all__ = [
    "REPORTS",
    "Report",
    "count",
    "report_concise",
    "report_github",
    "report_gitlab",
    "report_json",
    "report_sarif",
    "report_text",
    "summary",
]
