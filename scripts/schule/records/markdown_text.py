"""Read Markdown line by line without rendering it: what is code, where links, images, footnotes and tasks stand.

Every pattern is bounded, so that no text, however odd, takes more than linear time. What looks like code counts as
code only where every reader of Markdown sees it so: behind a mistaken code span HTML could hide from the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MASK = "·"
_TICKS = re.compile(r"`+")
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+\-.!<>|~$&\"']")
_ALT = r"(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1000}?"
_TARGET = r"\(\s{0,9}+<?+([^)\s>\[]{0,1000}+)>?+[^)\[]{0,300}+\)"
IMAGE = re.compile(rf"!\[({_ALT})\](?:{_TARGET}|\[[^\[\]]{{0,200}}\])?")
LINK = re.compile(rf"(?<!!)\[({_ALT})\]{_TARGET}")
FOOTNOTE = re.compile(r"\[\^([^\]\[\s]{1,200})\](?!:)")
TASK = re.compile(r"^\s*[-*+] \[[ xX]\] ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link, an image or a footnote in a text; ``target`` is its address or label, ``line`` counts from 0."""

    line: int
    column: int
    target: str
    kind: str


def find_links(text: str) -> Iterator[TextLink]:
    """Yield the links, images and footnotes of a text."""
    for number, line in enumerate(mask_code(text)):
        if "[" not in line:
            continue
        for match in LINK.finditer(line):
            if not match.group(1).startswith("^"):
                yield TextLink(number, match.start(2) + 1, match.group(2), "link")
        for match in IMAGE.finditer(line):
            start = match.start() if match.group(2) is None else match.start(2)
            yield TextLink(number, start + 1, match.group(2) or "", "bild")
        for match in FOOTNOTE.finditer(line):
            yield TextLink(number, match.start() + 1, match.group(1), "fussnote")


def count_tasks(text: str) -> int:
    """Return the number of items of task lists."""
    return len(TASK.findall(text))


def mask_code(text: str) -> tuple[str, ...]:
    """Return the lines of a text with inline code and escaped characters as dots; columns stay."""
    lines = text.split("\n")
    if "`" in text:
        lines = _mask_ticks(lines)
    if "\\" in text:
        lines = [_ESCAPED.sub(MASK * 2, line) for line in lines]
    return tuple(lines)


def fenced_blocks(lines: tuple[str, ...]) -> tuple[int | None, ...]:
    """Return for each line the number of the fenced code block or HTML comment in which it stands, or None."""
    blocks: list[int | None] = []
    number, fence, comment = 0, "", False
    for line in lines:
        opening = re.match(r"\s*(`{3,}|~{3,})", line)
        if fence:
            if opening is not None and opening[1].startswith(fence) and line.strip() == opening[1]:
                fence = ""
            blocks.append(number)
        elif comment:
            comment = "-->" not in line
            blocks.append(number)
        elif opening or "<!--" in line:
            number += 1
            fence = opening[1] if opening else ""
            comment = not opening and "-->" not in line.partition("<!--")[2]
            blocks.append(number)
        else:
            blocks.append(None)
    return tuple(blocks)


def _mask_ticks(lines: list[str]) -> list[str]:
    """Mask code spans that are code both when a line and when the whole paragraph is read by itself."""
    masked = list(lines)
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        whole = _spans("\n".join(lines[start:end]))
        offset = 0
        for number in range(start, end):
            line = lines[number]
            if "`" in line:
                alone = _spans(line)
                masked[number] = "".join(
                    MASK if offset + column in whole and column in alone else character
                    for column, character in enumerate(line)
                )
            offset += len(line) + 1
        start = end
    return masked


def _spans(text: str) -> set[int]:
    """Return the positions that lie in code spans; from the first doubtful sign on, nothing is code."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    positions: set[int] = set()
    index = 0
    while index < len(runs):
        start, end = runs[index]
        if start and text[start - 1] == "\\":
            break
        closing = index + 1
        while closing < len(runs) and runs[closing][1] - runs[closing][0] != end - start:
            closing += 1
        if closing == len(runs):
            break
        positions.update(range(start, runs[closing][1]))
        index = closing + 1
    return positions
