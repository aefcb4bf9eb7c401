"""Findings as SARIF 2.1.0, the format that code hosts and editors read from any checking tool."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from schule import __version__
from schule.findings.finding import Finding, Severity
from schule.findings.reports.forge import fingerprints, told
from schule.findings.rules import RULES, Rule

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_ROOT = "PROJEKT"


def report_sarif(findings: Sequence[Finding], _root: Path) -> str:
    """One SARIF log with one run; paths are relative to the project, columns count characters."""
    names = list(RULES)
    run = {
        "tool": {
            "driver": {"name": "schule", "version": __version__, "rules": [_rule(rule) for rule in RULES.values()]}
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "Der Ordner des Projekts."}}},
        "results": [
            _result(finding, names.index(finding.rule), fingerprint)
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, object]:
    span = finding.span
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length}
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(finding.path), "uriBaseId": _ROOT},
            "region": region,
        }
    }
    if finding.key:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.key, "kind": "member"}]
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": told(finding)},
        "locations": [location],
        "partialFingerprints": {"schule/v1": fingerprint},
    }
