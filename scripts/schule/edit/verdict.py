"""Check the text of one record that has not been saved, against all others as they are.

Takes the text of a file, returns the findings of this record and the record itself where it has none. The same checks as
``schule check``; only the other records are not looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from schule.findings import Finding, Severity, sort_findings
from schule.project import Project
from schule.records.base import Entry
from schule.records.catalog import Catalog, Item
from schule.records.checks import check_project
from schule.records.frontmatter import parse_guide
from schule.records.kinds import Kind
from schule.records.load import Candidate, Loaded, Sources, validate_source
from schule.records.validate import Validated
from schule.records.yaml_source import Source, parse_yaml


@dataclass(frozen=True)
class Verdict:
    """What the check says: ``item`` is the record if it can be shown, ``entry`` its place in a list."""

    findings: tuple[Finding, ...]
    item: Item | None = None
    catalog: Catalog | None = None
    entry: int | None = None

    @property
    def errors(self) -> bool:
        """Whether the record would be refused."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class _Overlay(Sources):
    """The files of a project, one of them with the text that has not been saved."""

    def __init__(self, sources: Sources, source: Source) -> None:
        self._sources, self._source = sources, source

    def __getitem__(self, path: str) -> Source:
        return self._source if path == self._source.path else self._sources[path]

    def __contains__(self, path: object) -> bool:
        return path == self._source.path or path in self._sources

    def __iter__(self) -> Iterator[str]:
        yield from self._sources
        if self._source.path not in self._sources:
            yield self._source.path

    def __len__(self) -> int:
        return len(self._sources) + (self._source.path not in self._sources)


def judge(project: Project, loaded: Loaded, kind: Kind, slug: str, path: str, text: str) -> Verdict:
    """Return the findings of one record in a text, sorted by place."""
    raw = text.encode("utf-8")
    source = parse_guide(raw, path) if kind.markdown else parse_yaml(raw, path)
    results, faults = validate_source(source, kind)
    result = next((one for one in results if _is(one, kind, slug, source)), None)
    entry = result.index if result else None
    read = (*source.findings, *faults, *(result.findings if result else ()))
    record: Any = (result.record or result.draft) if result else None
    if result is None or record is None:
        return Verdict(sort_findings(_own(read, path, entry)), entry=entry)
    item = Item(kind, slug, record, path)
    good = result.record is not None
    catalog = _with(loaded.catalog, item) if good else loaded.catalog
    candidate = Candidate(item, result.index, result.faulty, result.moved)
    named = {**loaded.named, kind.name: loaded.named[kind.name] | {slug}}
    others = tuple(
        one
        for one in loaded.candidates
        if one.item.path != path or (entry is not None and one.item.slug != slug and one.item.kind is kind)
    )
    mine = replace(
        loaded, catalog=catalog, candidates=(*others, candidate), named=named,
        sources=_Overlay(loaded.sources, source), findings=read,
    )  # fmt: skip
    findings = check_project(project, mine, stock=False)
    return Verdict(sort_findings(_own(findings, path, entry)), item if good else None, catalog, entry)


def _is(result: Validated, kind: Kind, slug: str, source: Source) -> bool:
    if not issubclass(kind.model, Entry):
        return True
    assert result.index is not None
    data = source.data[result.index]
    return isinstance(data, dict) and data.get("slug") == slug


def _own(findings: tuple[Finding, ...], path: str, entry: int | None) -> list[Finding]:
    """Return the findings of this record: those of its file, and of a list only those of its entry."""
    return [
        one
        for one in findings
        if one.path == path and (entry is None or one.key == f"[{entry}]" or one.key.startswith(f"[{entry}]."))
    ]


def _with(catalog: Catalog, item: Item) -> Catalog:
    """Return the records with this one in its place among them, or behind them where it is new."""
    own = (item.kind.name, item.slug)
    others = [item if (one.kind.name, one.slug) == own else one for one in catalog]
    return Catalog([*others, item])  # of two with one name the first counts
