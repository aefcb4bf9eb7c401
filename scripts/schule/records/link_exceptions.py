"""Known exceptions: outside addresses that a program cannot check, each with a reason and a day on which it is over.

Reads ``content/link-ausnahmen.yml`` (a list of ``adresse``, ``grund``, ``bis``), returns the exceptions in force and
findings about the list itself. An address that ends with ``*`` means all addresses that begin so. Without an expiry such
lists only grow; so the day is required.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schule.findings import Finding, severity_of
from schule.project import Project
from schule.records.explain import unknown_field_hint, what_is_wrong
from schule.records.values import Date, Text
from schule.records.yaml_source import Location, Source, format_key, parse_yaml

PLACE = "content/link-ausnahmen.yml"


class LinkException(BaseModel):
    """One entry of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    adresse: Annotated[Text, Field(description="Die Adresse, oder ihr Anfang mit „*“ am Ende.")]
    grund: Annotated[Text, Field(description="Warum ein Programm sie nicht prüfen kann.")]
    bis: Annotated[Date, Field(description="Bis zu welchem Tag die Ausnahme gilt.")]


@dataclass(frozen=True)
class Exceptions:
    """The exceptions in force, and what is wrong with the list."""

    addresses: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def cover(self, url: str) -> bool:
        """Say whether an address is a known exception."""
        return any(url.startswith(one[:-1]) if one.endswith("*") else url == one for one in self.addresses)


def read_exceptions(project: Project) -> Exceptions:
    """Read the list; without the file there are none."""
    file = project.root / PLACE
    if not file.is_file():
        return Exceptions()
    source = parse_yaml(file.read_bytes(), PLACE)
    if not isinstance(source.data, list):
        found = source.findings or (_finding(source, (), "typ-falsch", "Hier wird eine Liste erwartet.", _ENTRY),)
        return Exceptions((), found)
    addresses: list[str] = []
    findings = list(source.findings)
    for index, data in enumerate(source.data):
        try:
            entry = LinkException.model_validate(data)
        except ValidationError as error:
            findings += _faults(source, index, error)
            continue
        if entry.bis.last < project.today:
            findings.append(_expired(source, index, entry, project.today))
        else:
            addresses.append(entry.adresse)
    return Exceptions(tuple(addresses), tuple(findings))


_ENTRY = "Schreiben Sie „- adresse: …“ und darunter „grund: …“ und „bis: …“."


def _faults(source: Source, index: int, error: ValidationError) -> Iterator[Finding]:
    for fault in error.errors(include_url=False):
        location: Location = (index, *fault["loc"])
        name = str(fault["loc"][-1]) if fault["loc"] else ""
        if fault["type"] == "missing":
            yield _finding(source, (index,), "feld-fehlt", f"Das Feld „{name}“ fehlt.", f"Ergänzen Sie „{name}: …“.")
        elif fault["type"] == "extra_forbidden":
            hint = unknown_field_hint(name, LinkException, set())
            yield _finding(source, location, "feld-unbekannt", f"Das Feld „{name}“ gibt es hier nicht.", hint)
        elif not any(location[: len(broken)] == broken for broken in source.broken):
            yield _finding(source, location, *what_is_wrong(LinkException, fault))


def _expired(source: Source, index: int, entry: LinkException, today: dt.date) -> Finding:
    return _finding(
        source,
        (index, "bis"),
        "link-ausnahme-abgelaufen",
        f"Die Ausnahme galt bis {entry.bis}; heute ist der {today:%d.%m.%Y}.",
        "Prüfen Sie die Adresse von Hand und setzen Sie einen neuen Tag, oder streichen Sie den Eintrag.",
    )


def _finding(source: Source, location: Sequence[str | int], rule: str, message: str, hint: str) -> Finding:
    place = tuple(location)
    return Finding(source.path, source.span(place), rule, severity_of(rule), format_key(place), message, hint)
