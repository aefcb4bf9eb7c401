"""Lead a place in a text back to its place in the file: below the head of a guide, or inside a YAML value.

A literal block (``|``) keeps its lines, so line and column follow. In a folded or quoted text the lines of the value
are not those of the file; there the faulty words are looked up in the lines of the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schule.findings import Span
from schule.records.yaml_source import Source

_SNIPPET = 24


@dataclass(frozen=True)
class TextPlace:
    """Where a text stands: ``field`` of a record in ``source``, or all that follows the head (``field`` is ``text``)."""

    source: Source
    field: str
    text: str

    def span(self, line: int, column: int, length: int) -> Span:
        """Return the span in the file for a line (from 0) and column (from 1) of the text."""
        source = self.source
        if self.field == "text" and source.body:
            return Span(source.body_line + line, column, length)
        start = source.span((self.field,))
        head = source.lines[start.line - 1][start.column - 1 :] if start.line <= len(source.lines) else ""
        if head.startswith("|"):
            return self._in_literal(start, head, line, column, length)
        return self._by_words(start, line, column, length)

    def _in_literal(self, start: Span, head: str, line: int, column: int, length: int) -> Span:
        lines = self.source.lines
        wanted = re.match(r"\|[+-]?([1-9])", head)
        following = (text for text in lines[start.line :] if text.strip())
        first = next(following, "")
        indent = len(first) - len(first.lstrip())
        if wanted:
            header = lines[start.line - 1]
            indent = len(header) - len(header.lstrip()) + int(wanted[1])
        return Span(start.line + 1 + line, column + indent, length)

    def _by_words(self, start: Span, line: int, column: int, length: int) -> Span:
        words = self.text.split("\n")[line][column - 1 :][: max(length, 1)][:_SNIPPET].split("\n")[0]
        for number in range(start.line, len(self.source.lines) + 1):
            text = self.source.lines[number - 1]
            found = text.find(words, start.column - 1 if number == start.line else 0) if words else -1
            if found >= 0:
                return Span(number, found + 1, min(length, len(text) - found))
            if number > start.line and text.strip() and not text[:1].isspace():
                break  # the next field
        return start
