"""One fault of a text in Markdown, by its place in the text; whoever knows the file makes a finding of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextFault:
    """A fault of a text: ``line`` counts from 0 in the text, ``column`` from 1."""

    line: int
    column: int
    length: int
    rule: str
    message: str
    hint: str
