"""Texts of records in Markdown: the named subset, links inside the site, footnotes that name a source, check lists."""

from __future__ import annotations

from collections.abc import Iterator

from schule.findings import Finding, Span, severity_of
from schule.findings.wording import quote
from schule.records.base import Record
from schule.records.checks.known_addresses import SiteAddresses
from schule.records.checks.report import finding_at
from schule.records.checks.text_place import TextPlace
from schule.records.knowledge import Guide
from schule.records.load import Candidate, Loaded
from schule.records.markdown_faults import find_faults
from schule.records.markdown_text import TextLink, count_tasks, find_links
from schule.records.suggest import closest


def check_texts(loaded: Loaded, addresses: SiteAddresses) -> Iterator[Finding]:
    """Yield faults of the texts of guides and of ``beschreibung``."""
    for candidate in loaded.candidates:
        record = candidate.item.record
        if isinstance(record, Guide) and record.text:
            yield from _text(loaded, candidate, "text", record.text, addresses)
            yield from _guide(loaded, candidate, record)
        if isinstance(record, Record) and record.beschreibung:
            yield from _text(loaded, candidate, "beschreibung", record.beschreibung, addresses)


def _text(loaded: Loaded, candidate: Candidate, name: str, text: str, addresses: SiteAddresses) -> Iterator[Finding]:
    for fault in find_faults(text, top_level=2 if name == "text" else 3):
        span = _span(loaded, candidate, name, text, fault.line, fault.column, fault.length)
        yield _at(candidate, span, fault.rule, name, fault.message, fault.hint)
    missing: set[str] = set()  # sources that a footnote means, though it misspells them
    cited: set[str] = set()
    for link in find_links(text):
        if link.kind == "fussnote":
            cited.add(link.target)
            yield from _footnote(loaded, candidate, name, text, link, missing)
            continue
        fault_of_link = addresses.fault_of(link)
        if fault_of_link:
            span = _span(loaded, candidate, name, text, link.line, link.column, len(link.target))
            yield _at(candidate, span, "verweis-leer", name, *fault_of_link)
    record = candidate.item.record
    if isinstance(record, Guide) and name == "text" and "quellen" not in candidate.faulty:
        yield from _unused(loaded, candidate, record, cited | missing)


def _footnote(
    loaded: Loaded, candidate: Candidate, name: str, text: str, link: TextLink, missing: set[str]
) -> Iterator[Finding]:
    record = candidate.item.record
    assert isinstance(record, Record)
    if "quellen" in candidate.faulty or not record.quellen or link.target in record.quellen:
        return
    register = loaded.named["quellen"]
    unknown = [slug for slug in record.quellen if slug not in register]
    if link.target in register and closest(link.target, unknown):
        return  # the head misspells it, and says so
    near = None
    if link.target in register:
        hint = f"Ergänzen Sie „{link.target}“ im Kopf unter „quellen“."
    else:
        near = closest(link.target, record.quellen) or closest(link.target, register)
        hint = f"Meinten Sie „[^{near}]“?" if near else "Nennen Sie die Kennung einer Quelle aus dem Register."
    if near:
        missing.add(near)
    span = _span(loaded, candidate, name, text, link.line, link.column, len(link.target) + 3)
    message = f"{quote(link.target)} steht nicht unter den Quellen."
    yield _at(candidate, span, "fussnote-ohne-quelle", name, message, hint)


def _unused(loaded: Loaded, candidate: Candidate, guide: Guide, cited: set[str]) -> Iterator[Finding]:
    for index, source in enumerate(guide.quellen or ()):
        if source not in cited and source in loaded.named["quellen"]:
            yield finding_at(
                loaded,
                candidate,
                ("quellen", index),
                "quelle-nicht-verwendet",
                f"Keine Fußnote verweist auf „{source}“.",
                f"Schreiben Sie [^{source}] hinter die Aussage oder streichen Sie die Quelle.",
            )


def _guide(loaded: Loaded, candidate: Candidate, guide: Guide) -> Iterator[Finding]:
    if not count_tasks(guide.text):
        span = _span(loaded, candidate, "text", guide.text, 0, 1, 1)
        message, hint = "Der Leitfaden hat keine Checkliste.", "Schreiben Sie mindestens acht Punkte mit „- [ ] “."
        yield _at(candidate, span, "checkliste-fehlt", "text", message, hint)


def _span(loaded: Loaded, candidate: Candidate, name: str, text: str, line: int, column: int, length: int) -> Span:
    source = loaded.sources[candidate.item.path]
    return TextPlace(source, name, text).span(line, column, max(1, length))


def _at(candidate: Candidate, span: Span, rule: str, key: str, message: str, hint: str) -> Finding:
    return Finding(candidate.item.path, span, rule, severity_of(rule), key, message, hint)
