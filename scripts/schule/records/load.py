"""Read every record of a project: files to items, with the findings of reading and of the single record."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schule.findings import Finding, Span, severity_of
from schule.project import Project
from schule.records.base import Entry, Record
from schule.records.catalog import Catalog, Item
from schule.records.frontmatter import parse_guide
from schule.records.kinds import LISTS, PAGES, VOCABULARY_FOLDER, Kind, kind_of_path
from schule.records.validate import validate_list, validate_record
from schule.records.yaml_source import Location, Source, parse_yaml

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_IGNORED = re.compile(r"^\.|~$|^README\.md$|^Thumbs\.db$")


@dataclass(frozen=True)
class Loaded:
    """What was read: the catalog, the parsed files by path (for positions), and the findings so far."""

    catalog: Catalog
    sources: dict[str, Source]
    positions: dict[tuple[str, str], int]
    findings: tuple[Finding, ...]

    def place(self, item: Item, location: Location) -> tuple[Source, Location]:
        """Return the file of a record and the location in it (entries of a list stand below their index)."""
        index = self.positions.get((item.kind.name, item.slug))
        return self.sources[item.path], location if index is None else (index, *location)


def load_project(project: Project) -> Loaded:
    """Read all records of the project; a faulty record is left out of the catalog and is a finding."""
    items: list[Item] = []
    sources: dict[str, Source] = {}
    positions: dict[tuple[str, str], int] = {}
    findings: list[Finding] = []
    for path, kind in _files(project.root, findings):
        source = read_source(project.root, path, kind)
        sources[path] = source
        found, faults = records_of(source, kind)
        findings += (*source.findings, *faults)
        items += [Item(kind, slug, record, path) for slug, record in found]
        if kind.name in LISTS and isinstance(source.data, list):
            for index, data in enumerate(source.data):
                if isinstance(data, dict):
                    positions.setdefault((kind.name, str(data.get("slug"))), index)
        findings += _doubled(source, kind)
    return Loaded(Catalog(items), sources, positions, tuple(findings))


def read_source(root: Path, path: str, kind: Kind) -> Source:
    """Parse one file; what cannot be opened becomes a source with a finding."""
    try:
        raw = (root / path).read_bytes()
    except OSError as error:
        finding = Finding(
            path,
            Span(),
            "datei-unlesbar",
            severity_of("datei-unlesbar"),
            "",
            f"Die Datei lässt sich nicht lesen ({error.strerror}).",
            "Prüfen Sie Rechte und Verknüpfungen.",
        )
        return Source(path, (), None, {}, {}, frozenset(), (finding,))
    return parse_guide(raw, path) if kind.markdown else parse_yaml(raw, path)


def records_of(source: Source, kind: Kind) -> tuple[list[tuple[str, Record | Entry]], tuple[Finding, ...]]:
    """Validate one parsed file and return its records with their slugs."""
    if issubclass(kind.model, Entry):
        entries, findings = validate_list(source, kind.model)
        return [(entry.slug, entry) for entry in entries], findings
    extra = {"text": source.body} if kind.markdown else None
    record, findings = validate_record(source, kind.model, extra=extra)
    return ([(Path(source.path).stem, record)] if record else []), findings


def _files(root: Path, findings: list[Finding]) -> Iterator[tuple[str, Kind]]:
    """Yield the files that hold records, in a fixed order; add a finding for what lies in a wrong place."""
    for kind in PAGES.values():
        for path in _walk(root, kind.place):
            found = kind_of_path(path)
            if found is None:
                findings.append(_misplaced(path, kind))
                continue
            if not _SLUG.fullmatch(Path(path).stem):
                findings.append(_bad_name(path))
            yield path, found
    for kind in LISTS.values():
        if (root / kind.place).exists():
            yield kind.place, kind
    for folder in (VOCABULARY_FOLDER, "content/register"):
        for path in _walk(root, folder):
            if kind_of_path(path) is None:
                findings.append(_misplaced(path, None))


def _walk(root: Path, folder: str) -> Iterator[str]:
    for current, folders, files in os.walk(root / folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not _IGNORED.search(name):
                yield Path(current, name).relative_to(root).as_posix()


def _misplaced(path: str, kind: Kind | None) -> Finding:
    suffix = ".md" if kind and kind.markdown else ".yml"
    hint = (
        f"Hier liegen nur Dateien, die auf „{suffix}“ enden." if kind else "Dieses Register kennt das Programm nicht."
    )
    return Finding(
        path,
        Span(),
        "datei-am-falschen-ort",
        severity_of("datei-am-falschen-ort"),
        "",
        "Diese Datei wird nicht gelesen.",
        hint,
    )


def _bad_name(path: str) -> Finding:
    stem, suffix = Path(path).stem.lower(), Path(path).suffix
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        stem = stem.replace(umlaut, plain)
    good = re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "name"
    return Finding(
        path,
        Span(),
        "dateiname",
        severity_of("dateiname"),
        "",
        f"„{Path(path).name}“ ist kein Name für eine Adresse.",
        f"Benennen Sie die Datei um in „{good}{suffix}“.",
    )


def _doubled(source: Source, kind: Kind) -> Iterator[Finding]:
    if kind.name in PAGES or not isinstance(source.data, list):
        return
    seen: dict[str, int] = {}
    for index, data in enumerate(source.data):
        slug = data.get("slug") if isinstance(data, dict) else None
        if not isinstance(slug, str):
            continue
        if slug in seen:
            first = source.span((seen[slug], "slug")).line
            yield Finding(
                source.path,
                source.span((index, "slug")),
                "kennung-doppelt",
                severity_of("kennung-doppelt"),
                f"[{index}].slug",
                f"„{slug}“ steht schon in Zeile {first}.",
                "Geben Sie einem der Einträge eine andere Kennung.",
            )
        seen.setdefault(slug, index)
