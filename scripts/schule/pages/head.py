"""The head (front matter) of a compiled page: title, bread crumbs, and what the search filters and sorts by.

Values are written as JSON, which is YAML, because that is quick to write and cannot be misread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schule.pages.settings import PageSettings
from schule.pages.structured import structured_data
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.knowledge import Biography, Event, Guide
from schule.records.places import Municipality
from schule.records.projects import LeadProject, ModelProject, PracticeCase
from schule.records.values import UNKNOWN

_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Head:
    """What a page says about itself; empty parts are left out."""

    title: str
    description: str = ""
    kind: str = ""
    slug: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sorting: Mapping[str, str] = field(default_factory=dict)
    hide: Sequence[str] = ()
    stand: str = ""
    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    structured: Mapping[str, Any] = field(default_factory=dict)

    def render(self) -> str:
        """Return the head with its two lines of dashes."""
        values: dict[str, Any] = {
            "title": self.title,
            "description": self.description,
            "art": self.kind,
            "slug": self.slug,
            "brotkrumen": [{"titel": title, "adresse": address} for title, address in self.crumbs],
            "facetten": {name: list(titles) for name, titles in self.facets.items() if titles},
            "sortierung": dict(self.sorting),
            "stand": self.stand,
            "hide": list(self.hide),
            "stile": list(self.styles),
            "skripte": list(self.scripts),
            "jsonld": dict(self.structured),
        }
        lines = [f"{key}: {_json(value)}" for key, value in values.items() if value]
        return "\n".join(["---", *lines, "---", ""])


def record_head(catalog: Catalog, item: Item, settings: PageSettings) -> Head:
    """Return the head of a record's own page."""
    record = item.record
    assert isinstance(record, Record)
    toc = () if isinstance(record, Guide) else ("toc",)
    return Head(
        title=record.titel,
        description=record.kurzbeschreibung,
        kind=item.kind.name,
        slug=item.slug,
        crumbs=((item.kind.plural, item.kind.index),),
        facets=facets_of(catalog, item),
        sorting=_sorting(record),
        hide=("navigation", *toc),
        stand=record.stand.display,
        structured=structured_data(catalog, item, settings),
    )


def facets_of(catalog: Catalog, item: Item) -> dict[str, list[str]]:
    """Return the filters of a record's page: name of the filter to titles."""
    record = item.record
    assert isinstance(record, Record)
    facets = {
        "Art": [item.kind.singular],
        "Handlungsfeld": _titles(catalog, "handlungsfelder", record.handlungsfelder),
        "SDG": _titles(catalog, "sdg", record.sdg),
        "Phase": _titles(catalog, "phasen", [getattr(record, "phase", None)]),
        "Kreis": _titles(catalog, "kreise", _districts(catalog, record)),
    }
    if isinstance(record, Municipality):
        facets["Größenklasse"] = _titles(catalog, "groessenklassen", [record.groessenklasse])
    if isinstance(record, ModelProject):
        facets["Land"] = _titles(catalog, "laender", record.land)
        facets["Staffel"] = [f"Staffel {record.staffel}"]
    return {name: titles for name, titles in facets.items() if titles}


def _titles(catalog: Catalog, kind: str, slugs: Sequence[Any]) -> list[str]:
    items = (catalog.get(kind, str(slug)) for slug in slugs if slug not in (None, UNKNOWN))
    return [item.title for item in items if item]


def _districts(catalog: Catalog, record: Record) -> list[str]:
    if isinstance(record, Municipality):
        return [record.kreis]
    places: list[Any] = []
    if isinstance(record, LeadProject):
        places = [record.federfuehrung, *record.beteiligte]
    elif isinstance(record, PracticeCase):
        places = [record.kommune]
    elif isinstance(record, Event | ModelProject | Biography):
        places = list(record.kommunen)
    found = (catalog.get("kommunen", place) for place in places if place not in (None, UNKNOWN))
    return list(dict.fromkeys(item.record.kreis for item in found if item and isinstance(item.record, Municipality)))


def _sorting(record: Record) -> dict[str, str]:
    sorting = {"Titel": record.titel, "Stand": record.stand.first.isoformat()}
    if isinstance(record, Municipality) and record.einwohner != UNKNOWN:
        sorting["Einwohner"] = str(record.einwohner.wert)
    if isinstance(record, Event):
        sorting["Datum"] = record.beginn.date.first.isoformat()
    return sorting
