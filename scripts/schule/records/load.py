"""Read every record of a project: files to items, with the findings of reading and of the single record.

Positions are not kept: of ten thousand files they would take more memory than the records. They are not even worked out
for a file without a finding; where a later check has one, the file is read once more (``Sources``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from schule.findings import Finding, Span, severity_of
from schule.progress import Progress, silent
from schule.project import Project
from schule.records.base import Entry, Record
from schule.records.catalog import Catalog, Item
from schule.records.decode import decode_file
from schule.records.drafts import Moved, original_location
from schule.records.explain import slug_of
from schule.records.files import read_bytes, record_files, stem_of
from schule.records.frontmatter import Split, parse_guide, split_head
from schule.records.kinds import KINDS, LISTS, PAGES, Kind, kind_of_path
from schule.records.remembered import KnownItem, Memory, Remembered, lazily
from schule.records.scope import everywhere
from schule.records.validate import Validated, validate_list, validate_record
from schule.records.yaml_plain import read_plain
from schule.records.yaml_source import Location, Source, parse_yaml


@dataclass(frozen=True)
class Candidate:
    """A record as the checks see it.

    ``item.record`` is a record, or the draft that is left of one with faults: then required fields may be None,
    ``faulty`` names the fields that have a finding already, and ``moved`` where lists lost entries. ``index`` is the
    place of an entry in its list.
    """

    item: Item
    index: int | None = None
    faulty: frozenset[str] = frozenset()
    moved: Moved = field(default_factory=dict)


class Sources(Mapping[str, Source]):
    """The parsed files by path, read again when asked for."""

    def __init__(self, root: Path, kinds: Mapping[str, Kind]) -> None:
        self._root, self._kinds = root, kinds
        self._read = lru_cache(maxsize=16)(lambda path: read_source(root, path, kinds[path]))

    def anew(self) -> Sources:
        """Return the same files, of which nothing has been read yet."""
        return Sources(self._root, self._kinds)

    def __getitem__(self, path: str) -> Source:
        if path not in self._kinds:
            raise KeyError(path)
        return self._read(path)

    def __contains__(self, path: object) -> bool:
        return path in self._kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


@dataclass(frozen=True)
class Loaded:
    """What was read.

    ``catalog`` holds the records without faults; ``candidates`` those with faults too, for the checks; ``named`` the
    slugs by kind that may be referred to, though the record has a fault; ``unsure`` the kinds whose list could not be
    read, so that nothing can be said about references to them.
    """

    catalog: Catalog
    candidates: tuple[Candidate, ...]
    named: Mapping[str, frozenset[str]]
    unsure: frozenset[str]
    sources: Sources
    findings: tuple[Finding, ...]

    def place(self, candidate: Candidate, location: Location) -> tuple[Source, Location]:
        """Return the file of a record and the location in it (entries of a list stand below their index)."""
        location = original_location(location, candidate.moved)
        below = location if candidate.index is None else (candidate.index, *location)
        source = self.sources[candidate.item.path]
        return source, source.origin(below)


@dataclass
class _Stock:
    """What has been read so far."""

    items: list[Item] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in KINDS})
    unsure: set[str] = field(default_factory=set)

    def add(self, candidate: Candidate, *, good: bool) -> None:
        """Take a record, or what is left of one with faults."""
        self.candidates.append(candidate)
        if good:
            self.items.append(candidate.item)


def load_project(project: Project, progress: Progress = silent, *, only: Callable[[str], bool] = everywhere) -> Loaded:
    """Read all records of the project; a faulty record is left out of the catalog and is a finding.

    Files for which ``only`` says no are not read where it is remembered what others ask of their records.
    """
    stock, memory, kinds = _Stock(), Memory(project), dict[str, Kind]()
    files = list(record_files(project.root, stock.findings))
    for number, (path, kind) in enumerate(files):
        progress("Lesen", number, len(files))
        kinds[path] = kind
        if kind.name in PAGES:
            stock.named[kind.name] |= {stem_of(path), slug_of(stem_of(path))}
        stamp = memory.stamp(path)
        known = memory.recall(path, stamp)
        if known is not None and not only(path):
            _add_known(project.root, path, kind, stock, known)
        else:
            items, clean = _take(project.root, path, kind, stock)
            if known is not None and len(known) == len(items):
                for item, remembered in zip(items, known, strict=True):
                    vars(item)["remembered"] = remembered
            elif clean:
                memory.note(path, stamp, items)
    memory.save(everything=only is everywhere)
    findings = (*stock.findings, *_doubled_pages(kinds))
    slugs = {name: frozenset(found) for name, found in stock.named.items()}
    sources = Sources(project.root, kinds)
    return Loaded(Catalog(stock.items), tuple(stock.candidates), slugs, frozenset(stock.unsure), sources, findings)


def reread(project: Project, loaded: Loaded, path: str) -> Loaded | None:
    """Return the records after the content of one file has changed; None where all must be read (it came or went)."""
    kind = kind_of_path(path)
    place = next((number for number, one in enumerate(loaded.candidates) if one.item.path == path), None)
    if kind is None or place is None or not (project.root / path).is_file():
        return None
    stock = _Stock()
    _take(project.root, path, kind, stock)
    others = [one for one in loaded.candidates if one.item.path != path]
    good = {id(item) for item in (*loaded.catalog, *stock.items)}
    candidates = (*others[:place], *stock.candidates, *others[place:])
    of_names = ("dateiname", "kennung-doppelt") if kind.name in PAGES else ()  # those of the file's name stay
    return replace(
        loaded,
        catalog=Catalog(one.item for one in candidates if id(one.item) in good),
        candidates=candidates,
        named={**loaded.named, kind.name: frozenset(stock.named[kind.name])} if kind.name in LISTS else loaded.named,
        unsure=loaded.unsure - {kind.name} | stock.unsure,
        sources=loaded.sources.anew(),
        findings=(*(one for one in loaded.findings if one.path != path or one.rule in of_names), *stock.findings),
    )


def _take(root: Path, path: str, kind: Kind, stock: _Stock) -> tuple[list[Item], bool]:
    """Read a file and add what is in it; return its records and whether it has no finding."""
    source, results, faults = _read(root, path, kind)
    found = [*source.findings, *faults, *(finding for result in results for finding in result.findings)]
    if kind.name in LISTS:
        names, doubled = names_of(source)
        stock.named[kind.name] |= names
        found += doubled
        if not isinstance(source.data, list) and not (kind.may_be_empty and source.data is None):
            stock.unsure.add(kind.name)
    stock.findings += found
    items: list[Item] = []
    for result in results:
        candidate = candidate_of(result, kind, path)
        if candidate:
            stock.add(candidate, good=result.record is not None)
            items.append(candidate.item)
    return items, not found


def _add_known(root: Path, path: str, kind: Kind, stock: _Stock, known: Iterable[Remembered]) -> None:
    """Add the records of a file as they are remembered; the file is read when somebody asks for more."""

    def read() -> dict[str, Record | Entry]:
        _source, results, _faults = _read(root, path, kind)
        found = (candidate_of(result, kind, path) for result in results)
        return {one.item.slug: one.item.record for one in found if one}

    record = lazily(path, read)
    for number, one in enumerate(known):
        index = number if kind.name in LISTS else None
        stock.add(Candidate(KnownItem(kind, path, one, record), index), good=True)
        if kind.name in LISTS:
            stock.named[kind.name] |= {one.slug, slug_of(one.slug)}


def _read(root: Path, path: str, kind: Kind) -> tuple[Source, tuple[Validated, ...], tuple[Finding, ...]]:
    """Parse and validate one file; only one that has a finding is read with the positions of its values."""
    raw = read_bytes(root, path)
    source = None if isinstance(raw, Finding) else _plain_source(raw, path, kind)
    if source is not None:
        results, faults = validate_source(source, kind)
        if not faults and not any(result.findings for result in results) and not _has_doubles(source, kind):
            return source, results, ()
    source = _unreadable(path, raw) if isinstance(raw, Finding) else _positioned(raw, path, kind)
    return source, *validate_source(source, kind)


def _plain_source(raw: bytes, path: str, kind: Kind) -> Source | None:
    """Return the content of a file that holds nothing remarkable, without positions, else None."""
    text, findings = decode_file(raw, path)
    if text is None or findings:
        return None
    split = split_head(text) if kind.markdown else Split(text, "", 0)
    data = read_plain(split.head) if split.head is not None else None
    if data is None:
        return None
    return Source(path, (), data, {}, {}, frozenset(), (), body=split.body, body_line=split.body_line)


def _has_doubles(source: Source, kind: Kind) -> bool:
    return kind.name in LISTS and bool(names_of(source)[1])


def read_source(root: Path, path: str, kind: Kind) -> Source:
    """Parse one file; what cannot be opened becomes a source with a finding."""
    raw = read_bytes(root, path)
    return _unreadable(path, raw) if isinstance(raw, Finding) else _positioned(raw, path, kind)


def _unreadable(path: str, why: Finding) -> Source:
    return Source(path, (), None, {}, {}, frozenset(), (why,))


def _positioned(raw: bytes, path: str, kind: Kind) -> Source:
    return parse_guide(raw, path) if kind.markdown else parse_yaml(raw, path)


def validate_source(source: Source, kind: Kind) -> tuple[tuple[Validated, ...], tuple[Finding, ...]]:
    """Validate one parsed file: the records in it (one, or the entries of a list) and the findings beside theirs."""
    if issubclass(kind.model, Entry):
        return validate_list(source, kind.model, may_be_empty=kind.may_be_empty)
    assert issubclass(kind.model, Record)
    return (validate_record(source, kind.model, extra={"text": source.body} if kind.markdown else None),), ()


def candidate_of(result: Validated, kind: Kind, path: str) -> Candidate | None:
    """Return a validated record, or what is left of it, as the checks see it; None where nothing is left."""
    record = result.record or result.draft
    if record is None:
        return None
    slug = record.slug if isinstance(record, Entry) else stem_of(path)
    # The draft of an entry without a usable slug is checked all the same; nothing can refer to it.
    return Candidate(Item(kind, slug or "", record, path), result.index, result.faulty, result.moved)


def names_of(source: Source) -> tuple[set[str], list[Finding]]:
    """Return the slugs of a list's entries, those of entries with faults included, and what stands in it twice."""
    names: set[str] = set()
    findings: list[Finding] = []
    first: dict[str, int] = {}
    for index, data in enumerate(source.data if isinstance(source.data, list) else ()):
        slug = data.get("slug") if isinstance(data, dict) else None
        if not isinstance(slug, str) or (index, "slug") in source.broken:
            continue
        if slug in first:
            findings.append(
                Finding(
                    source.path,
                    source.span((index, "slug")),
                    "kennung-doppelt",
                    severity_of("kennung-doppelt"),
                    f"[{index}].slug",
                    f"„{slug}“ steht schon in Zeile {source.span((first[slug], 'slug')).line}.",
                    "Geben Sie einem der Einträge eine andere Kennung.",
                )
            )
        first.setdefault(slug, index)
        names |= {slug, slug_of(slug)}
    return names, findings


def _doubled_pages(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Yield files of a kind that have one name in two folders: they would have one address."""
    first: dict[tuple[str, str], str] = {}
    for path, kind in kinds.items():
        identity = (kind.name, stem_of(path))
        if kind.name in PAGES and identity in first:
            yield Finding(
                path,
                Span(),
                "kennung-doppelt",
                severity_of("kennung-doppelt"),
                "",
                f"Den Namen „{stem_of(path)}“ hat schon „{first[identity]}“.",
                "Benennen Sie eine der beiden Dateien um.",
            )
        first.setdefault(identity, path)
