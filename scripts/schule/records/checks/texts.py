"""Texts in Markdown: the named subset, links inside the site, footnotes that name a source, check lists."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from schule.findings import Finding, Span, severity_of
from schule.project import Project
from schule.records.base import Record
from schule.records.catalog import Item
from schule.records.checks.report import finding_at
from schule.records.kinds import KINDS
from schule.records.knowledge import Guide
from schule.records.load import Loaded
from schule.records.markdown_text import count_tasks, find_faults, find_links
from schule.records.suggest import closest


def check_texts(project: Project, loaded: Loaded) -> Iterator[Finding]:
    """Yield faults of the texts of guides, of ``beschreibung`` and of the editorial pages."""
    addresses = known_addresses(project, loaded)
    for item in loaded.catalog:
        record = item.record
        if isinstance(record, Guide):
            yield from _guide(loaded, item, record, addresses)
        elif isinstance(record, Record) and record.beschreibung:
            line, column = _start_of_block(loaded, item)
            yield from _faults(item.path, record.beschreibung, "beschreibung", line, column, 3)
            yield from _links(item.path, record.beschreibung, "beschreibung", line, column, addresses)
    for path, text in editorial_pages(project):
        yield from _links(path, text, "", 1, 1, addresses)


def known_addresses(project: Project, loaded: Loaded) -> set[str]:
    """Return the addresses that a link inside the site may name: records, lists, entries, editorial pages."""
    known = {"/"}
    for kind in KINDS.values():
        known.add(kind.index)
        known |= {kind.address(slug) for slug in loaded.catalog.of(kind.name)}
    for path in loaded.sources:
        for kind in KINDS.values():
            if path.startswith(kind.place + "/"):
                known.add(kind.address(Path(path).stem))
    for path, _ in editorial_pages(project):
        page = Path(path).relative_to(project.pages_folder.relative_to(project.root)).with_suffix("").as_posix()
        known.add(f"/{page.removesuffix('index').strip('/')}/".replace("//", "/"))
    return known


def editorial_pages(project: Project) -> Iterator[tuple[str, str]]:
    """Yield path and text of the free pages below content/seiten."""
    for folder, folders, files in os.walk(project.pages_folder):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".md"):
                path = Path(folder, name)
                yield path.relative_to(project.root).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _guide(loaded: Loaded, item: Item, guide: Guide, addresses: set[str]) -> Iterator[Finding]:
    first = loaded.sources[item.path].body_line
    yield from _faults(item.path, guide.text, "text", first, 1, 2)
    yield from _links(item.path, guide.text, "text", first, 1, addresses)
    cited = set()
    for link in find_links(guide.text):
        if link.kind != "fussnote":
            continue
        cited.add(link.target)
        if link.target not in guide.quellen:
            known = link.target in loaded.catalog.of("quellen")
            near = None if known else closest(link.target, loaded.catalog.of("quellen"))
            hint = (
                "Ergänzen Sie sie im Kopf unter „quellen“."
                if known
                else (f"Meinten Sie „{near}“?" if near else "Nennen Sie eine Quelle aus dem Register.")
            )
            span = Span(first + link.line, link.column, len(link.target) + 3)
            yield _at(
                item.path, span, "fussnote-ohne-quelle", "text", f"„{link.target}“ steht nicht unter den Quellen.", hint
            )
    for index, source in enumerate(guide.quellen):
        if source not in cited:
            yield finding_at(
                loaded,
                item,
                ("quellen", index),
                "quelle-nicht-verwendet",
                f"Keine Fußnote verweist auf „{source}“.",
                f"Schreiben Sie [^{source}] hinter die Aussage oder streichen Sie die Quelle.",
            )
    if not count_tasks(guide.text):
        yield _at(
            item.path,
            Span(first, 1),
            "checkliste-fehlt",
            "text",
            "Der Leitfaden hat keine Checkliste.",
            "Schreiben Sie Punkte mit „- [ ] “.",
        )


def _start_of_block(loaded: Loaded, item: Item) -> tuple[int, int]:
    """Return line and column at which the text of ``beschreibung`` starts."""
    source = loaded.sources[item.path]
    span = source.span(("beschreibung",))
    line = source.lines[span.line - 1][span.column - 1 :] if span.line <= len(source.lines) else ""
    if not re.match(r"[|>]", line):
        return span.line, span.column
    following = source.lines[span.line] if span.line < len(source.lines) else ""
    return span.line + 1, len(following) - len(following.lstrip()) + 1


def _faults(path: str, text: str, key: str, line: int, column: int, level: int) -> Iterator[Finding]:
    for fault in find_faults(text, top_level=level):
        span = Span(line + fault.line, column + fault.column - 1, fault.length)
        yield _at(path, span, fault.rule, key, fault.message, fault.hint)


def _links(path: str, text: str, key: str, line: int, column: int, addresses: set[str]) -> Iterator[Finding]:
    for link in find_links(text):
        target = link.target
        if link.kind != "link" or not target.startswith("/"):
            continue
        if target in addresses or (target.partition("#")[0] in addresses and not _is_entry(target, addresses)):
            continue
        near = closest(target, addresses)
        hint = (
            f"Meinten Sie „{near}“?"
            if near
            else "Kopieren Sie die Adresse der Seite aus dem Browser, ab dem ersten Schrägstrich."
        )
        yield _at(
            path,
            Span(line + link.line, column + link.column - 1, max(1, len(target))),
            "verweis-leer",
            key,
            f"Die Seite „{target}“ gibt es nicht.",
            hint,
        )


def _is_entry(target: str, addresses: set[str]) -> bool:
    """Say whether the anchors of a page are the entries of a list, all of which are known."""
    page, _, anchor = target.partition("#")
    return bool(anchor) and any(address.startswith(page + "#") for address in addresses)


def _at(path: str, span: Span, rule: str, key: str, message: str, hint: str) -> Finding:
    return Finding(path, span, rule, severity_of(rule), key, message, hint)
