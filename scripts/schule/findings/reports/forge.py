"""Findings for forges: annotations of GitHub's workflows, and the Code Quality report of GitLab.

GitHub reads workflow commands from standard output; GitLab reads a JSON file, matches findings between two runs by
their fingerprint and shows what is new. A fingerprint therefore holds no line number: text that only moved is no news.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from schule.findings.finding import Finding, Severity
from schule.findings.rules import RULES

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def report_github(findings: Sequence[Finding], _root: Path) -> str:
    """One workflow command a finding: ``::error file=…,line=…,col=…,endColumn=…,title=…::message``."""
    return "\n".join(_command(finding) for finding in findings)


def report_gitlab(findings: Sequence[Finding], _root: Path) -> str:
    """The JSON list of GitLab's Code Quality report."""
    rows = [
        {
            "description": told(finding),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": _GITLAB[finding.severity],
            "location": {"path": finding.path, "lines": {"begin": finding.span.line}},
        }
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def told(finding: Finding) -> str:
    """Return message and remedy as one text."""
    return f"{finding.message} Hilfe: {finding.hint}" if finding.hint else finding.message


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a name for each finding that stays when its line moves; equal findings of a file are numbered."""
    seen: dict[tuple[str, ...], int] = {}
    names = []
    for finding in findings:
        # A place in a list is left out of the key: an entry added above must not make all below it new.
        identity = (finding.path, finding.rule, finding.key.rpartition("]")[2], finding.message)
        seen[identity] = seen.get(identity, 0) + 1
        text = "\0".join((*identity, str(seen[identity])))
        names.append(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40])
    return names


def _command(finding: Finding) -> str:
    span = finding.span
    properties = {
        "file": finding.path,
        "line": str(span.line),
        "endLine": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.column + span.length),
        "title": f"{RULES[finding.rule].title} [{finding.rule}]",
    }
    told_properties = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    text = finding.message + (f"\nHilfe: {finding.hint}" if finding.hint else "")
    return f"::{_COMMANDS[finding.severity]} {told_properties}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
