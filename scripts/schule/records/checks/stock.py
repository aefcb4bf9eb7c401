"""Care of the stock: what was right when it was written and needs a look again.

Takes the project and what was loaded; yields guides that nothing links to, records that say nearly the same, places and
terms that a text names without linking them, and outside addresses that have not answered for long. None of this is an
error of one record: each finding says which other record to look at, and what belongs to one record is one finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from schule.findings import Finding, Span, severity_of
from schule.findings.wording import quote
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.checks.likeness import near_duplicates
from schule.records.facts import markdown_of
from schule.records.kinds import PAGES, TERMS
from schule.records.link_exceptions import read_exceptions
from schule.records.link_memory import memory_of, read_memory
from schule.records.load import Loaded
from schule.records.registers import Term
from schule.records.scope import everywhere

LONG_DAYS = 30
_EVERYDAY = 4  # a term that more definitions name than this needs no cross reference from each of them
_MOST_NAMED = 5


def check_stock(project: Project, loaded: Loaded, only: Callable[[str], bool] = everywhere) -> Iterator[Finding]:
    """Yield what the editors should look at again, each with the other record that it concerns."""
    catalog = loaded.catalog
    yield from _orphans(project, catalog, only)
    yield from _duplicates(project, catalog, only)
    yield from _unlinked_places(project, catalog, only)
    if only(TERMS.place):
        yield from _unlinked_terms(project, catalog)
    exceptions = read_exceptions(project)
    yield from exceptions.findings
    yield from _long_dead(project, filter(only, loaded.sources), exceptions.cover)


def _orphans(project: Project, catalog: Catalog, only: Callable[[str], bool]) -> Iterator[Finding]:
    guides = {slug: item for slug, item in catalog.of("leitfaeden").items() if only(item.path)}
    linked = {slug for item in catalog for slug in item.facts.guides} if guides else set()
    for slug in guides.keys() - linked:
        yield _at(
            project,
            guides[slug],
            "leitfaden-verwaist",
            "Kein anderer Datensatz verweist auf diesen Leitfaden.",
            "Nennen Sie ihn unter „leitfaeden“ bei den Leitprojekten, Begriffen oder Leitfäden, zu denen er passt.",
        )


def _duplicates(project: Project, catalog: Catalog, only: Callable[[str], bool]) -> Iterator[Finding]:
    records = [item for item in catalog if item.kind.name in PAGES]
    for item, other, _likeness in near_duplicates(records, lambda item: only(item.path)):
        if _folded(item.title) != _folded(other.title):  # the same title twice is a finding of its own
            yield _at(
                project,
                item,
                "fast-gleich",
                f"Fast dasselbe steht in {quote(other.title)} ({other.path}).",
                "Führen Sie beide zusammen und leiten Sie die alte Adresse weiter, oder sagen Sie deutlicher, was sie unterscheidet.",
            )


def _unlinked_places(project: Project, catalog: Catalog, only: Callable[[str], bool]) -> Iterator[Finding]:
    names = _place_names(catalog)
    for item in catalog:
        if item.kind.name == "kommunen" or not only(item.path):
            continue
        text = markdown_of(item.record)
        if not text:
            continue
        references = catalog.references_in(item.kind.name, item.slug) or ()
        linked = {ref.slug for ref in references if ref.kind == "kommunen"}
        linked |= set(re.findall(r"/kommunen/([a-z0-9-]+)", text))
        named = {place.slug: place for place in _named(names, _without_links(text))}
        missing = [named[slug] for slug in sorted(named) if slug not in linked]
        if missing:
            first = missing[0]
            yield _at(
                project,
                item,
                "querverweis-fehlt",
                f"Der Text nennt {_listed(missing)}, ohne dass der Datensatz darauf verweist.",
                f"Nennen Sie die Kommune in einem Feld oder verknüpfen Sie sie im Text: [{first.title}]({first.address}).",
                needle=next(name for name, place in names.items() if place is first and name in text),
            )


def _unlinked_terms(project: Project, catalog: Catalog) -> Iterator[Finding]:
    items = catalog.of("begriffe")
    names = {item.title: item for item in items.values()}
    named = {
        item.slug: {term.slug for term in _named(names, item.record.definition)} - {item.slug}
        for item in items.values()
        if isinstance(item.record, Term)
    }
    often = Counter(slug for slugs in named.values() for slug in slugs)
    see = {slug: set(item.record.siehe) for slug, item in items.items() if isinstance(item.record, Term)}
    for slug, others in named.items():
        missing = [
            items[other]
            for other in sorted(others)
            if often[other] <= _EVERYDAY and other not in see[slug] and slug not in see[other]
        ]
        if missing:
            yield _at(
                project,
                items[slug],
                "querverweis-fehlt",
                f"Die Erklärung von {quote(items[slug].title)} nennt {_listed(missing)}, aber „siehe“ führt nicht dorthin.",
                f"Ergänzen Sie „siehe: [{', '.join(one.slug for one in missing)}]“.",
                needle=f"slug: {slug}",
            )


def _long_dead(project: Project, paths: Iterable[str], covered: Callable[[str], bool]) -> Iterator[Finding]:
    limit = project.today - dt.timedelta(days=LONG_DAYS)
    dead = {
        url: known
        for url, known in read_memory(memory_of(project)).items()
        if known.dead_since and dt.date.fromisoformat(known.dead_since) <= limit and not covered(url)
    }
    if not dead:
        return
    for path in paths:
        for number, line in enumerate(_text_of(project, path).split("\n"), 1):
            for url, known in dead.items():
                column = line.find(url)
                if column >= 0 and not re.match(r"[\w/%-]", line[column + len(url) :]):
                    yield Finding(
                        path,
                        Span(number, column + 1, len(url)),
                        "link-lange-tot",
                        severity_of("link-lange-tot"),
                        "",
                        f"{quote(url)} antwortet seit {known.dead_since} nicht mehr.",
                        "Suchen Sie die neue Adresse der Seite oder nehmen Sie den Verweis heraus.",
                    )


def _place_names(catalog: Catalog) -> dict[str, Item]:
    names: dict[str, Item] = {}
    for item in catalog.of("kommunen").values():
        names[item.title] = item
        if item.facts.kurzname:
            names[item.facts.kurzname] = item
    return names


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _named(names: Mapping[str, Item], text: str) -> Iterator[Item]:
    """Yield whom a text names: whole words, the longest name where one is part of another, no Kreis of the same name."""
    present = sorted((name for name in names if name in text), key=len, reverse=True)
    if present:
        pattern = rf"(?<![\w-])(?<!Kreis )(?<!Universität )(?:{'|'.join(map(re.escape, present))})(?![\w-])"
        for found in re.findall(pattern, text):
            yield names[found]


def _without_links(text: str) -> str:
    return re.sub(r"\[[^\]]*\]\([^)]*\)", " ", text)


def _listed(items: Iterable[Item]) -> str:
    titles = [quote(item.title) for item in items]
    more = len(titles) - _MOST_NAMED
    return ", ".join(titles[:_MOST_NAMED]) + (f" und {more} weitere" if more > 0 else "")


def _at(project: Project, item: Item, rule: str, message: str, hint: str, *, needle: str = "titel:") -> Finding:
    """Return a finding at the first line of the record's file that holds ``needle``, the title where nothing is said."""
    text = _text_of(project, item.path)
    place = text.find(needle)
    span = (
        Span(text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place), len(needle)) if place >= 0 else Span()
    )
    return Finding(item.path, span, rule, severity_of(rule), "titel" if needle == "titel:" else "", message, hint)


def _text_of(project: Project, path: str) -> str:
    file: Path = project.root / path
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
