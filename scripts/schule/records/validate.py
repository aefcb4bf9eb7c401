"""Turn one parsed file into records, and pydantic's errors into findings with line and column.

One cause gives one finding: what the reader of the file has reported is not reported again, and a field that is
missing because its name is misspelt is no second fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from schule.findings import Finding, severity_of
from schule.records.base import Entry, Record
from schule.records.drafts import Moved, draft_of
from schule.records.explain import model_at, takes_unknown, unknown_field_hint, what_is_wrong
from schule.records.suggest import closest
from schule.records.yaml_source import Location, Source, format_key

_MERGE = "<<"


@dataclass(frozen=True)
class Validated:
    """What became of the data of one record.

    ``record`` is the record, or None if it has a fault; then ``draft`` is what is left without its faults (None where
    nothing is), ``faulty`` names the fields that have one, and ``moved`` where lists of the draft lost entries.
    ``index`` is the place of an entry in its list.
    """

    record: Record | Entry | None
    findings: tuple[Finding, ...] = ()
    draft: Record | Entry | None = None
    faulty: frozenset[str] = frozenset()
    moved: Moved = field(default_factory=dict)
    index: int | None = None


def validate_record(source: Source, model: type[Record], *, extra: Mapping[str, Any] | None = None) -> Validated:
    """Validate a file that is one record; ``extra`` adds values that stand elsewhere in the file (a guide's text)."""
    if not _has_data(source):
        return Validated(None, _empty(source))
    if not isinstance(source.data, dict):
        return Validated(
            None, _not_a(source, "Hier wird ein Datensatz mit Feldern erwartet.", "Schreiben Sie „titel: …“.")
        )
    return _validate(source, model, source.data, (), extra or {})


def validate_list(
    source: Source, model: type[Entry], *, may_be_empty: bool = False
) -> tuple[tuple[Validated, ...], tuple[Finding, ...]]:
    """Validate a file that is a list of entries; the findings are those of the list, each entry has its own."""
    if may_be_empty and source.data is None:
        return (), ()
    if not _has_data(source):
        return (), _empty(source)
    if not isinstance(source.data, list):
        return (), _not_a(source, "Hier wird eine Liste erwartet.", "Beginnen Sie jeden Eintrag mit „- slug: …“.")
    entries: list[Validated] = []
    findings: list[Finding] = []
    for index, data in enumerate(source.data):
        if isinstance(data, dict):
            entries.append(_validate(source, model, data, (index,), {}))
        elif (index,) not in source.broken:
            message, hint = "Hier wird ein Eintrag mit Feldern erwartet.", "Schreiben Sie „- slug: …“."
            findings.append(_finding(source, (index,), "typ-falsch", message, hint))
    return tuple(entries), tuple(findings)


def _has_data(source: Source) -> bool:
    return source.data is not None and source.data not in ({}, [], "")


def _empty(source: Source) -> tuple[Finding, ...]:
    if any(finding.severity == "fehler" for finding in source.findings):
        return ()
    message, hint = "Die Datei enthält keinen Datensatz.", "Füllen Sie sie aus oder löschen Sie sie."
    return (_finding(source, (), "datei-leer", message, hint),)


def _not_a(source: Source, message: str, hint: str) -> tuple[Finding, ...]:
    return () if () in source.broken else (_finding(source, (), "typ-falsch", message, hint),)


def _validate(
    source: Source, model: type[Record] | type[Entry], data: dict[str, Any], base: Location, extra: Mapping[str, Any]
) -> Validated:
    index = base[0] if base and isinstance(base[0], int) else None
    broken = [place[len(base) :] for place in source.broken if place[: len(base)] == base]
    faults: list[Any] = []
    record: Any = None
    try:
        # What stands elsewhere in the file may not stand in the head as well.
        record = model.model_validate({**data, **extra})
    except ValidationError as error:
        faults = error.errors(include_url=False)
    faults += [{"type": "extra_forbidden", "loc": (name,), "input": data[name]} for name in extra if name in data]
    if not faults and not broken:
        return Validated(record, index=index)
    findings, renamed = _translate_all(source, model, faults, base)
    places = [*broken, *(tuple(fault["loc"]) for fault in faults if fault["type"] != "missing")]
    draft, moved = draft_of(model, {**data, **extra}, places)
    faulty = {str(place[0]) for place in (*broken, *(fault["loc"] for fault in faults)) if place} | renamed
    assert draft is None or isinstance(draft, (Record, Entry))
    return Validated(None, findings, draft, frozenset(faulty), moved, index)


def _translate_all(
    source: Source, model: type[BaseModel], faults: list[Any], base: Location
) -> tuple[tuple[Finding, ...], set[str]]:
    """Return the findings, and the names of the fields that stand in the record under a misspelt name."""
    findings: list[Finding] = []
    excused: set[Location] = set()  # fields that are missing because another name was written
    merged: set[Location] = set()  # blocks that hope to get their fields from elsewhere
    open_ends = {tuple(fault["loc"]) for fault in faults if fault["type"] == "missing"}
    for fault in faults:
        location = tuple(fault["loc"])
        if fault["type"] != "extra_forbidden" or _is_broken(source, (*base, *location)):
            continue
        holder = model_at(model, location[:-1])
        absent = {str(place[-1]) for place in open_ends if place[:-1] == location[:-1]}
        if location[-1] == _MERGE:
            merged.add(location[:-1])
        else:
            near = closest(str(location[-1]), absent)
            excused |= {(*location[:-1], near)} if near else set()
        findings.append(_unknown_field(source, holder, (*base, *location), absent))
    for fault in faults:
        location = tuple(fault["loc"])
        if fault["type"] == "extra_forbidden" or _is_broken(source, (*base, *location)):
            continue
        if fault["type"] == "missing" and (location in excused or location[:-1] in merged):
            continue
        findings.append(_translate(source, model, fault, base))
    return tuple(findings), {str(location[0]) for location in excused}


def _is_broken(source: Source, location: Location) -> bool:
    if not source.broken:
        return False
    origin = source.origin(location)
    return any(place[: len(broken)] == broken for broken in source.broken for place in (location, origin))


def _translate(source: Source, model: type[BaseModel], fault: Any, base: Location) -> Finding:
    location: Location = (*base, *fault["loc"])
    if fault["type"] == "missing":
        return _missing(source, model, location, base)
    rule, message, hint = what_is_wrong(model, fault)
    return _finding(source, location, rule, message, hint)


def _missing(source: Source, model: type[BaseModel], location: Location, base: Location) -> Finding:
    name = str(location[-1])
    inside = location[len(base) :]
    holder = model_at(model, inside[:-1])
    info = holder.model_fields.get(name) if holder else None
    ways = f"Ergänzen Sie „{name}: …“" + (f" oder „{name}: unbekannt“." if takes_unknown(model, inside) else ".")
    about = f" {info.description}" if info and info.description else ""
    return Finding(
        source.path,
        source.span(location[:-1], key=True),
        "feld-fehlt",
        severity_of("feld-fehlt"),
        format_key(source.origin(location)),
        f"Das Feld „{name}“ fehlt.",
        ways + about,
    )


def _unknown_field(source: Source, holder: type[BaseModel] | None, location: Location, absent: set[str]) -> Finding:
    name = str(location[-1])
    if name == _MERGE:
        message, hint = "Das Übernehmen mit „<<“ gibt es nicht.", "Schreiben Sie die Felder aus."
    else:
        message, hint = (
            f"Das Feld „{format_key((name,))}“ gibt es hier nicht.",
            unknown_field_hint(name, holder, absent),
        )
    return _finding(source, location, "feld-unbekannt", message, hint, at_key=True)


def _finding(
    source: Source, location: Location, rule: str, message: str, hint: str, *, at_key: bool = False
) -> Finding:
    span = source.span(location, key=at_key)
    return Finding(source.path, span, rule, severity_of(rule), format_key(source.origin(location)), message, hint)
