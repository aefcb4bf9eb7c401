"""The rule table: every rule that a finding can name, with the text of its page in the handbook.

A rule's name is permanent. ``what`` says what the check looks for, ``why`` why it matters, ``remedy`` how to mend it;
the handbook's pages, the SARIF report and the tests read this table, nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schule.findings.finding import Severity
from schule.findings.rules_content import CONTENT_RULES
from schule.findings.rules_file import FILE_RULES
from schule.findings.rules_record import RECORD_RULES


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the check, in the words of the handbook."""

    name: str
    severity: Severity
    title: str
    what: str
    why: str
    remedy: str


def _table(rows: Iterable[tuple[str, str, str, str, str, str]]) -> dict[str, Rule]:
    return {row[0]: Rule(row[0], Severity(row[1]), *row[2:]) for row in rows}


RULES: dict[str, Rule] = _table((*FILE_RULES, *RECORD_RULES, *CONTENT_RULES))


def severity_of(rule: str) -> Severity:
    """Return the severity of a rule; an unknown name is a mistake of the program (KeyError)."""
    return RULES[rule].severity
