"""What is wrong with the content: findings, the rules behind them, and the reports that print them.

A content fault is a value, never an exception. Every step of the pipeline returns the findings it made; nothing in
here reads content or decides what is wrong, so that each rule has exactly one place where it is applied.
"""

from schule.findings.finding import Finding, Severity, Span, sort_findings
from schule.findings.rules import RULES, Rule, severity_of

__all__ = ["RULES", "Finding", "Rule", "Severity", "Span", "severity_of", "sort_findings"]
