"""Check a text against the named subset of Markdown, line by line, without rendering it.

Allowed are paragraphs, headings without a skipped level, lists, tables with a header, emphasis, links, footnotes that
name a source, task lists, definition lists, notes (``!!! note``), images with alternative text, quotes and inline
code. Everything else is a finding, so that site, PDF and DOCX say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE = re.compile(r"(`+)(?:(?!\1).)*?\1")
_HTML = re.compile(r"<(?:[a-zA-Z][\w-]*[\s/>]|/[a-zA-Z]|!--|\?|!\[CDATA)")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s>]+>")
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\(([^)\s]*)[^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+|$)")
_FORBIDDEN = (
    (re.compile(r"^\s*(```|~~~)"), "ein Codeblock", "Schreiben Sie den Inhalt als Text oder Tabelle; kurze Befehle in `einfachen Akzenten`."),
    (re.compile(r"^ {0,3}\[\^[^\]]+\]:"), "eine eigene Fußnote", "Löschen Sie die Zeile; den Text der Fußnote nimmt das Programm aus dem Quellenregister."),
    (re.compile(r"^ {0,3}\[[^\]^]+\]:\s*\S+"), "ein Verweis mit Kennung", "Schreiben Sie den Link ganz aus: [Text](Adresse)."),
    (re.compile(r"^\s*\?\?\?"), "ein aufklappbarer Kasten", "Nehmen Sie den Hinweiskasten: !!! note \"Titel\"."),
    (re.compile(r"^\s*--8<--|^\s*;--8<--|\{%|\{\{"), "ein Einschub", "Schreiben Sie den Inhalt an dieser Stelle aus."),
    (re.compile(r"^\s*==="), "ein Reiter oder eine Unterstreichung", "Überschriften beginnen mit „##“, Reiter gibt es nicht."),
    (re.compile(r"\{[:#.][^}]*\}\s*$"), "eine Angabe zum Aussehen", "Löschen Sie die geschweifte Klammer; das Aussehen bestimmt die Website."),
    (re.compile(r"\$\$|\\\(|\\\["), "eine Formel", "Schreiben Sie die Rechnung in Worten."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextFault:
    """A fault of a text: ``line`` counts from 0 in the text, ``column`` from 1."""

    line: int
    column: int
    length: int
    rule: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link, an image or a footnote in a text; ``target`` is its address or label."""

    line: int
    column: int
    target: str
    kind: str


def find_faults(text: str, *, top_level: int = 2) -> Iterator[TextFault]:
    """Yield what the subset does not allow; ``top_level`` is the level at which headings may start."""
    lines = text.split("\n")
    level = top_level - 1
    for number, line in enumerate(lines):
        bare = _blank_code(line)
        for pattern, what, hint in _FORBIDDEN:
            match = pattern.search(bare if what != "ein Codeblock" else line)
            if match:
                column = match.start() + 1 + len(match.group()) - len(match.group().lstrip())
                yield TextFault(number, column, 1, "markdown-nicht-erlaubt", f"Hier steht {what}.", hint)
                break
        else:
            yield from _html(number, bare)
        heading = _HEADING.match(line)
        if heading:
            depth = len(heading.group(1))
            if depth > level + 1 or depth < top_level:
                wanted = "#" * max(top_level, min(level + 1, depth))
                yield TextFault(
                    number,
                    1,
                    depth,
                    "ueberschrift-sprung",
                    f"Diese Überschrift hat die Ebene {depth}.",
                    f"Hier passt „{wanted}“.",
                )
            level = max(top_level, depth)
        yield from _images(number, bare)
        yield from _table(number, lines)


def find_links(text: str) -> Iterator[TextLink]:
    """Yield the links, images and footnotes of a text."""
    for number, line in enumerate(text.split("\n")):
        bare = _blank_code(line)
        for match in _LINK.finditer(bare):
            if not match.group(1).startswith("^"):
                yield TextLink(number, match.start(2) + 1, match.group(2), "link")
        for match in _IMAGE.finditer(bare):
            yield TextLink(number, match.start() + 1, match.group(2) or "", "bild")
        for match in _FOOTNOTE.finditer(bare):
            yield TextLink(number, match.start() + 1, match.group(1), "fussnote")


def count_tasks(text: str) -> int:
    """Return the number of items of task lists."""
    return len(re.findall(r"^\s*[-*+] \[[ xX]\] ", text, re.MULTILINE))


def _blank_code(line: str) -> str:
    return _CODE.sub(lambda match: " " * len(match.group()), line)


def _html(number: int, bare: str) -> Iterator[TextFault]:
    match = _HTML.search(_AUTOLINK.sub(lambda found: " " * len(found.group()), bare))
    if match:
        yield TextFault(
            number,
            match.start() + 1,
            len(match.group()),
            "markdown-nicht-erlaubt",
            "Hier steht HTML.",
            "Schreiben Sie die Stelle in Markdown; ein „<“ im Text wird zu „\\<“ oder in Worten gesagt.",
        )


def _images(number: int, bare: str) -> Iterator[TextFault]:
    for match in _IMAGE.finditer(bare):
        if not match.group(1).strip():
            yield TextFault(
                number,
                match.start() + 1,
                len(match.group()),
                "bild-ohne-alternativtext",
                "Das Bild hat keinen Alternativtext.",
                "Beschreiben Sie es zwischen den eckigen Klammern: ![Was zu sehen ist](…).",
            )
        elif re.match(r"https?:|//|data:", match.group(2) or ""):
            yield TextFault(
                number,
                match.start() + 1,
                len(match.group()),
                "markdown-nicht-erlaubt",
                "Das Bild liegt auf einem fremden Rechner.",
                "Legen Sie das Bild in den Ordner „content/seiten/bilder“ und nennen Sie Urheber und Lizenz.",
            )


def _table(number: int, lines: list[str]) -> Iterator[TextFault]:
    rule = lines[number].strip()
    if not re.fullmatch(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?", rule) or "|" not in rule:
        return
    header = lines[number - 1].strip() if number else ""
    cells = [cell.strip() for cell in header.strip("|").split("|")]
    if "|" not in header or not all(cells):
        yield TextFault(
            max(0, number - 1) if "|" in header else number,
            1,
            max(1, len(header)),
            "tabelle-ohne-kopf",
            "Der Tabelle fehlt eine Überschrift über einer Spalte.",
            "Geben Sie jeder Spalte eine Überschrift.",
        )
