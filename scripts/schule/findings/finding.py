"""The finding: one fault of the content, where it stands, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs; only errors (and, when strict, warnings) change the exit status."""

    ERROR = "fehler"
    WARNING = "warnung"
    NOTICE = "hinweis"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line of a file: line and column count characters from 1, length is at least 1."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: one cause gives one finding.

    ``path`` is relative to the project's root with forward slashes, ``key`` the place in the record
    (``quellen[1].titel``, empty for the file as a whole), ``message`` says what is wrong and ``hint`` how to mend it.
    """

    path: str
    span: Span
    rule: str
    severity: Severity
    key: str
    message: str
    hint: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place, then by rule, so that every run prints the same sequence."""
        return (self.path, self.span.line, self.span.column, self.rule, self.key)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by place, each only once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key))
