"""Check a text against the named subset of Markdown, line by line, without rendering it.

Allowed are paragraphs, headings without a skipped level, lists, tables with a header, emphasis, links, footnotes that
name a source, task lists, definition lists, notes (``!!! note``), images with alternative text, quotes and inline
code. Everything else is a finding, so that site, PDF and DOCX say the same. Free editorial pages may use all of
Markdown; there only headings and images are checked (``find_page_faults``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schule.findings.wording import quote
from schule.records.markdown_blocks import find_block_faults
from schule.records.markdown_fault import TextFault
from schule.records.markdown_text import IMAGE, LINK, fenced_blocks, mask_code
from schule.records.values import is_url

_HTML = re.compile(r"<(?:/?([a-zA-Z][\w-]{0,60})(?=[\s/>]|$)|!|\?)")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>\"]{1,1000}>|<[^\s<>@\"]{1,100}@[^\s<>@\"]{1,200}>")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+|$)")
_BARE_URL = re.compile(r"https?://[^\s<>*)\]`_]{1,500}")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^]{1,200})\]:\s*\S+")
# Every forbidden thing holds one of these; most lines hold none, so that one look spares them all patterns below.
_SIGNS = re.compile(
    r"```|~~|\^\[|\[\[|\] ?\[|\]:|\?\?\?|--8<--|\{|==|\$\$|\[TOC\]|:(?:mat|fon|oct|sim)|^#{1,6}[^#\s]|^ {0,3}(?:- ?-|\* ?\*|_ ?_)"
)
_REFERENCE = "ein Verweis mit Kennung"
_FORBIDDEN = (
    (re.compile(r"^\s*(```|~~~)"), "ein Codeblock", "Schreiben Sie den Inhalt als Text oder Tabelle; kurze Befehle in `einfachen Akzenten`."),
    (re.compile(r"^ {0,3}\[\^[^\]]{1,200}\]:|\^\["), "eine eigene Fußnote", "Löschen Sie sie; den Text der Fußnote nimmt das Programm aus dem Quellenregister."),
    (_DEFINITION, _REFERENCE, "Schreiben Sie den Link ganz aus: [Text](Adresse)."),
    (re.compile(r"(?<=[^\[\]])\][ ]?\[(?!\^)[^\[\]]{0,200}\](?!\()"), _REFERENCE, "Schreiben Sie den Link ganz aus: [Text](Adresse)."),
    (re.compile(r"\[\[[^\[\]]{1,200}\]\]"), "ein Verweis wie in einem Wiki", "Schreiben Sie den Link ganz aus: [Text](Adresse)."),
    (re.compile(r"^\s*\?\?\?"), "ein aufklappbarer Kasten", "Nehmen Sie den Hinweiskasten: !!! note \"Titel\"."),
    (re.compile(r"^\s*;?--8<--|\{%|\{\{"), "ein Einschub", "Schreiben Sie den Inhalt an dieser Stelle aus."),
    (re.compile(r"^\s*===+ ?(\"|$)"), "ein Reiter oder eine Unterstreichung", "Überschriften beginnen mit „##“, Reiter gibt es nicht."),
    (re.compile(r"^ {0,3}(?:-[ ]?){3,}$|^ {0,3}(?:\*[ ]?){3,}$|^ {0,3}(?:_[ ]?){3,}$"), "eine Trennlinie", "Gliedern Sie mit einer Überschrift („##“)."),
    (re.compile(r"^ {0,3}\[TOC\]\s*$"), "ein Inhaltsverzeichnis", "Löschen Sie die Zeile; das Verzeichnis setzt die Website."),
    (re.compile(r"^ {0,3}\*\[[^\]]{1,100}\]:"), "eine Abkürzung", "Erklären Sie sie im Text; Begriffe stehen im Vokabelheft."),
    (re.compile(r"~~(?=\S).{1,500}?(?<=\S)~~"), "ein durchgestrichener Text", "Löschen Sie den Text, der nicht mehr gilt."),
    (re.compile(r"(?<![=\w])==(?=[^\s=]).{1,500}?(?<=[^\s=])==(?!=)"), "ein markierter Text", "Heben Sie ihn mit **Sternchen** hervor."),
    (re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]{1,60}:"), "ein Bildzeichen", "Sagen Sie es in Worten."),
    (re.compile(r"\$\$(?:.{1,300}?\$\$)?"), "eine Formel", "Schreiben Sie die Rechnung in Worten."),
    (re.compile(r"\{:[^{}]{0,300}\}?|\{ ?[#.][\w-][^{}]{0,300}\}?|(?<=[)\]*_`>·])\{[^{}]{0,300}\}|(?:^|\s)\{[^{}]{1,300}\}\s*$"), "eine geschweifte Klammer", "Das Aussehen bestimmt die Website. Gehört die Klammer zum Text, schreiben Sie „\\{“."),
    (re.compile(r"^#{1,6}(?![#\s]|$)"), "eine Überschrift ohne Leerzeichen", "Setzen Sie hinter die Rauten ein Leerzeichen. Ein „#“ am Anfang eines Satzes schreiben Sie „\\#“."),
)  # fmt: skip


def find_faults(text: str, *, top_level: int = 2) -> Iterator[TextFault]:
    """Yield what the subset does not allow; ``top_level`` is the level at which headings may start."""
    lines = mask_code(text)
    blocks = fenced_blocks(lines)
    open_tags: dict[str, int] = {}
    labels = {match[1].casefold() for line in lines if (match := _DEFINITION.match(line))}
    for number, line in enumerate(lines):
        block = blocks[number]
        if block is not None and number and blocks[number - 1] == block:
            continue  # the line that opens the block has the finding
        yield from _forbidden(number, line, labels)
        yield from _html(number, line, open_tags)
        if block is None:
            yield from _links(number, line)
            yield from _images(number, line, local=True)
    kept = _outside(lines, blocks)
    yield from _headings(kept, top_level, top_level)
    yield from find_block_faults(kept)


def find_page_faults(text: str) -> Iterator[TextFault]:
    """Yield skipped headings and images without alternative text of a free editorial page."""
    masked = mask_code(text)
    lines = _outside(masked, fenced_blocks(masked))
    yield from _headings(lines, 1, 2)
    for number, line in enumerate(lines):
        yield from _images(number, line, local=False)
        for match in re.finditer(r"<img\b[^<>]{0,1000}", line, re.IGNORECASE):
            if not re.search(r"\salt\s*=", match.group(), re.IGNORECASE):
                yield _without_text(number, match.start(), len(match.group()))


def _outside(lines: tuple[str, ...], blocks: tuple[int | None, ...]) -> tuple[str, ...]:
    """Return the lines with those of fenced blocks and comments empty."""
    return tuple("" if block is not None else line for line, block in zip(lines, blocks, strict=True))


def _forbidden(number: int, line: str, labels: set[str]) -> Iterator[TextFault]:
    """Yield what the subset does not have; ``labels`` are those whose definition has a finding already."""
    if not _SIGNS.search(line):
        return
    readable = line
    if "://" in readable and not _DEFINITION.match(line):
        readable = _BARE_URL.sub(lambda found: " " * len(found.group()), readable)
    if "](" in readable:
        readable = LINK.sub(lambda found: _blank(found, 2), readable)
    taken = [False] * (len(readable) + 1)
    for pattern, what, hint in _FORBIDDEN:
        for match in pattern.finditer(readable):
            words = match.group().strip()
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            if taken[start] or (what == _REFERENCE and _label(match.group()) in labels):
                continue
            taken[start : start + len(words)] = [True] * len(words)
            message = f"Hier steht {what}."
            yield TextFault(number, start + 1, max(1, len(words)), "markdown-nicht-erlaubt", message, hint)


def _label(reference: str) -> str:
    """Return the label of ``][label]`` in a link by reference."""
    return reference.rpartition("[")[2].rstrip("]").casefold()


def _blank(match: re.Match[str], group: int) -> str:
    """Return a match with one of its groups as spaces."""
    start, end = match.start(group) - match.start(), match.end(group) - match.start()
    return match.group()[:start] + " " * (end - start) + match.group()[end:]


def _html(number: int, line: str, open_tags: dict[str, int]) -> Iterator[TextFault]:
    """Yield the HTML of a line; the closing tag of an element that has a finding is none of its own."""
    if "<" not in line:
        return
    bare = _AUTOLINK.sub(lambda found: " " * len(found.group()), line)
    for match in _HTML.finditer(bare):
        name, closing = (match.group(1) or "").lower(), match.group().startswith("</")
        if closing and open_tags.get(name, 0) > 0:
            open_tags[name] -= 1
            continue
        if name and not closing:
            open_tags[name] = open_tags.get(name, 0) + 1
        end = bare.find(">", match.start())
        length = end - match.start() + 1 if end >= 0 else len(match.group())
        yield TextFault(
            number,
            match.start() + 1,
            length,
            "markdown-nicht-erlaubt",
            "Hier steht HTML.",
            "Schreiben Sie die Stelle in Markdown. Ein „<“ im Text wird zu „\\<“ oder in Worten gesagt.",
        )


def _headings(lines: tuple[str, ...], first: int, level_of_text: int) -> Iterator[TextFault]:
    """Yield headings that skip a level; the first one has a level from ``first`` to ``level_of_text``."""
    level = level_of_text - 1
    for number, line in enumerate(lines):
        match = _HEADING.match(line)
        if not match:
            continue
        depth = len(match.group(1))
        if depth > level + 1 or depth < first:
            wanted = "#" * max(first, min(level + 1, depth))
            after = f" nach einer mit {level}" if level >= level_of_text else ""
            message = (
                f"Überschriften beginnen hier mit {first} Rauten."
                if depth < first
                else f"Diese Überschrift hat {depth} Rauten{after}; eine Ebene ist übersprungen."
            )
            yield TextFault(
                number, 1, len(match.group().rstrip()), "ueberschrift-sprung", message, f"Hier passt „{wanted}“."
            )
        level = max(first, depth)


def _links(number: int, line: str) -> Iterator[TextFault]:
    for match in LINK.finditer(line) if "](" in line else ():
        target = match.group(2)
        if match.group(1).startswith("^") or (target.startswith(("/", "#")) and not target.startswith("//")):
            continue
        if target.startswith(("http://", "https://")) and is_url(re.sub("[{}]", "", target)):
            continue
        if re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+\.[^\s@]+|tel:[+0-9-]+)", target):
            continue
        yield TextFault(
            number,
            match.start(2) + 1,
            max(1, len(target)),
            "adresse-ungueltig",
            f"{quote(target)} ist keine Adresse." if target else "Der Link hat keine Adresse.",
            "Auf dieser Website beginnt sie mit „/“, auf fremden mit „https://“.",
        )


def _images(number: int, line: str, *, local: bool) -> Iterator[TextFault]:
    for match in IMAGE.finditer(line) if "![" in line else ():
        if not match.group(1).strip():
            yield _without_text(number, match.start(), len(match.group()))
        elif match.group(2) is not None and _is_elsewhere(match.group(2), local=local):
            yield TextFault(
                number,
                match.start() + 1,
                len(match.group()),
                "markdown-nicht-erlaubt",
                "Das Bild liegt nicht auf dieser Website.",
                "Legen Sie es nach „content/seiten/bilder“, schreiben Sie „/bilder/…“ und nennen Sie Urheber und Lizenz.",
            )


def _is_elsewhere(target: str, *, local: bool) -> bool:
    return target.startswith("//") or (local and not target.startswith("/"))


def _without_text(number: int, start: int, length: int) -> TextFault:
    return TextFault(
        number,
        start + 1,
        length,
        "bild-ohne-alternativtext",
        "Das Bild hat keinen Alternativtext.",
        "Beschreiben Sie es zwischen den eckigen Klammern: ![Was zu sehen ist](…).",
    )
