"""Free editorial pages: encoding, skipped headings, images without alternative text, links and quotations from records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from schule.findings import Finding, Span, severity_of
from schule.project import Project
from schule.records.checks.known_addresses import SiteAddresses, editorial_pages
from schule.records.decode import decode_file
from schule.records.files import read_bytes
from schule.records.frontmatter import split_head
from schule.records.kinds import KINDS, PAGES
from schule.records.load import Loaded
from schule.records.markdown_faults import find_page_faults
from schule.records.markdown_text import fenced_blocks, find_links, mask_code
from schule.records.scope import everywhere
from schule.records.suggest import closest

_QUOTED = re.compile(r"\{\{\s*(anzahl|kennzahl|titel)\s+([\w/.-]{1,200})\s*\}\}")


def check_pages(
    project: Project, loaded: Loaded, addresses: SiteAddresses, only: Callable[[str], bool] = everywhere
) -> Iterator[Finding]:
    """Yield the faults of all free pages; what else Markdown can do is theirs."""
    for path in filter(only, editorial_pages(project)):
        raw = read_bytes(project.root, path)
        if isinstance(raw, Finding):
            yield raw
            continue
        text, findings = decode_file(raw, path)
        yield from findings
        if text is not None:
            yield from _page(loaded, path, text, addresses)


def _page(loaded: Loaded, path: str, text: str, addresses: SiteAddresses) -> Iterator[Finding]:
    split = split_head(text)
    lines = mask_code(split.body)
    blocks = fenced_blocks(lines)
    for fault in find_page_faults(split.body):
        span = Span(split.body_line + fault.line, fault.column, fault.length)
        yield Finding(path, span, fault.rule, severity_of(fault.rule), "", fault.message, fault.hint)
    for link in find_links(split.body):
        fault_of_link = addresses.fault_of(link) if blocks[link.line] is None else None
        if fault_of_link:
            span = Span(split.body_line + link.line, link.column, max(1, len(link.target)))
            yield _dead(path, span, *fault_of_link)
    for number, line in enumerate(lines):
        for match in _QUOTED.finditer(line) if blocks[number] is None else ():
            hint = _missing(loaded, match[1], match[2])
            if hint:
                span = Span(split.body_line + number, match.start(2) + 1, len(match[2]))
                yield _dead(path, span, f"„{match[2]}“ gibt es nicht.", hint)


def _missing(loaded: Loaded, word: str, argument: str) -> str:
    """Return the remedy for a quotation of something that does not exist, or nothing."""
    if word == "anzahl":
        known = frozenset(KINDS)
    elif word == "kennzahl":
        known = loaded.named["kennzahlen"]
    else:
        known = frozenset(f"{kind}/{slug}" for kind in PAGES for slug in loaded.named[kind])
    if argument in known or (word == "kennzahl" and "kennzahlen" in loaded.unsure):
        return ""
    near = closest(argument, known)
    return f"Meinten Sie „{near}“?" if near else "Berichtigen Sie den Namen oder löschen Sie die Stelle."


def _dead(path: str, span: Span, message: str, hint: str) -> Finding:
    return Finding(path, span, "verweis-leer", severity_of("verweis-leer"), "", message, hint)
