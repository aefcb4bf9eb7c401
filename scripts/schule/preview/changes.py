"""Take over one saved file without reading all others again.

Takes what is loaded and the path of a record, returns what is loaded now and the findings of that file: those of reading,
and those of the checks that look at other records. What other records now say about this one is the full check's business,
which follows a moment later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from schule.findings import Finding, Severity
from schule.project import Project
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.checks import check_project
from schule.records.kinds import Kind, kind_of_path
from schule.records.load import Candidate, Loaded, candidate_of, names_of, read_source, validate_source
from schule.records.references import references_of
from schule.records.scope import below


@dataclass(frozen=True)
class Taken:
    """What became of a saved file; ``loaded`` is the old one where the file has errors (the last good state stays)."""

    loaded: Loaded
    findings: tuple[Finding, ...]
    good: bool


def take_over(project: Project, loaded: Loaded, path: str) -> Taken:
    """Read a record that was there before and has been saved; it must have a page of its own."""
    kind = kind_of_path(path)
    assert kind is not None
    source = read_source(project.root, path, kind)
    results, faults = validate_source(source, kind)
    (result,) = results or (None,)
    read = (*source.findings, *faults, *(result.findings if result else ()))
    old = next((item for item in loaded.catalog.of(kind.name).values() if item.path == path), None)
    record = result.record if result else None
    if record is None or old is None:
        return Taken(loaded, read, good=False)
    item = Item(kind, old.slug, record, path)
    fresh = replace(
        loaded,
        catalog=_with(loaded.catalog, item),
        candidates=(Candidate(item),),
        sources=loaded.sources.anew(),
        findings=read,
    )
    findings = check_project(project, fresh, stock=False, only=below([path]))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Taken(loaded, findings, good=False)
    candidates = tuple(Candidate(item) if one.item.path == path else one for one in loaded.candidates)
    return Taken(replace(fresh, candidates=candidates, findings=loaded.findings), findings, good=True)


def take_over_list(project: Project, loaded: Loaded, path: str) -> Taken:
    """Read a register or vocabulary that has been saved; with an error in it all its entries stay as they were."""
    kind = kind_of_path(path)
    assert kind is not None
    source = read_source(project.root, path, kind)
    results, faults = validate_source(source, kind)
    names, doubled = names_of(source)
    read = (*source.findings, *faults, *doubled, *(finding for result in results for finding in result.findings))
    own = tuple(one for result in results if (one := candidate_of(result, kind, path)))
    good = not any(finding.severity is Severity.ERROR for finding in read)
    fresh = replace(
        loaded,
        catalog=_with_list(loaded.catalog, kind, [one.item for one in own]) if good else loaded.catalog,
        candidates=own,
        named={**loaded.named, kind.name: frozenset(names)},
        sources=loaded.sources.anew(),
        findings=read,
    )
    findings = check_project(project, fresh, stock=False, only=below([path]))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Taken(loaded, findings, good=False)
    others = tuple(one for one in loaded.candidates if one.item.kind is not kind)
    return Taken(replace(fresh, candidates=(*others, *own), findings=loaded.findings), findings, good=True)


def _with(catalog: Catalog, item: Item) -> Catalog:
    assert isinstance(item.record, Record)
    own = (item.kind.name, item.slug)
    fresh = Catalog(item if (one.kind.name, one.slug) == own else one for one in catalog)
    # Walking ten thousand other records for their references again would take longer than all the rest.
    fresh.references = {**catalog.references, own: tuple(references_of(item.record))}
    return fresh


def _with_list(catalog: Catalog, kind: Kind, items: list[Item]) -> Catalog:
    fresh = Catalog([*(one for one in catalog if one.kind is not kind), *items])
    others = {name: found for name, found in catalog.references.items() if name[0] != kind.name}
    fresh.references = {**others, **{(kind.name, one.slug): tuple(references_of(one.record)) for one in items}}
    return fresh
