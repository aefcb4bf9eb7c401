"""Structured data (schema.org, JSON-LD) of a record's page, for search engines and other programs.

Takes a record and the operator's settings, returns plain data. Only what the record says goes in: an event without a
known day has no date, and without ``site_url`` nothing has an address. The page's frame escapes and prints it.
"""

from __future__ import annotations

from typing import Any

from schule.pages.settings import PageSettings
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.knowledge import Event, Format, Guide
from schule.records.places import Area, Municipality, Population, Position
from schule.records.projects import LeadProject, ModelProject
from schule.records.values import UNKNOWN, Moment

_TYPES = {
    "kommunen": "City", "leitfaeden": "HowTo", "leitprojekte": "Project", "modellprojekte": "ResearchProject",
    "praxisbeispiele": "Article", "biografien": "Article", "veranstaltungen": "Event", "formate": "EventSeries",
}  # fmt: skip


def structured_data(catalog: Catalog, item: Item, settings: PageSettings) -> dict[str, Any]:
    """Return the JSON-LD of a record: what it is, its name, and what is known of it."""
    record = item.record
    assert isinstance(record, Record)
    data: dict[str, Any] = {
        "@context": "https://schema.org", "@type": _TYPES[item.kind.name], "name": record.titel, "description": record.kurzbeschreibung,
    }  # fmt: skip
    if data["@type"] == "Article":
        data["headline"] = record.titel
    if settings.site_url:
        data["@id"] = data["url"] = settings.site_url.rstrip("/") + item.address
    if item.kind.name in ("leitfaeden", "praxisbeispiele", "biografien"):
        data["dateModified"] = record.stand.first.isoformat()
        data["inLanguage"] = "de"
        data["license"] = (
            f"https://spdx.org/licenses/{record.lizenz or settings.region.get('lizenz') or 'CC-BY-4.0'}.html"
        )
    fields = [found.title for slug in record.handlungsfelder if (found := catalog.get("handlungsfelder", slug))]
    if fields:
        data["keywords"] = fields
    return data | _particular(catalog, record)


def _particular(catalog: Catalog, record: Record) -> dict[str, Any]:
    if isinstance(record, Municipality):
        return _town(catalog, record)
    if isinstance(record, Event):
        return _event(record)
    if isinstance(record, Guide):
        return {
            "audience": {"@type": "Audience", "audienceType": ", ".join(record.zielgruppe)},
            "version": record.version,
        }
    if isinstance(record, LeadProject):
        towns = [catalog.get("kommunen", slug) for slug in dict.fromkeys([record.federfuehrung, *record.beteiligte])]
        members = [{"@type": "City", "name": town.title} for town in towns if town]
        return {"member": members} if members else {}
    if isinstance(record, ModelProject) and record.kooperation:
        return {"member": [{"@type": "Organization", "name": name} for name in record.kooperation]}
    if isinstance(record, Format) and record.veranstalter != UNKNOWN:
        return {"organizer": {"@type": "Organization", "name": record.veranstalter}}
    return {}


def _town(catalog: Catalog, record: Municipality) -> dict[str, Any]:
    data: dict[str, Any] = {"identifier": {"@type": "PropertyValue", "propertyID": "AGS", "value": record.ags}}
    district = catalog.get("kreise", record.kreis)
    if district:
        data["containedInPlace"] = {"@type": "AdministrativeArea", "name": district.title}
    if isinstance(record.lage, Position):
        data["geo"] = {"@type": "GeoCoordinates", "latitude": record.lage.breite, "longitude": record.lage.laenge}
    figures = []
    if isinstance(record.einwohner, Population):
        figures.append({"@type": "PropertyValue", "name": "Einwohnerzahl", "value": record.einwohner.wert})
    if isinstance(record.flaeche_km2, Area):
        figures.append(
            {"@type": "PropertyValue", "name": "Fläche", "value": record.flaeche_km2.wert, "unitCode": "KMK"}
        )
    return data | ({"additionalProperty": figures} if figures else {})


def _event(record: Event) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, moment in (("startDate", record.beginn), ("endDate", record.ende)):
        if moment and moment.date.is_day:
            data[name] = _iso(moment)
    if record.ort != UNKNOWN:
        data["location"] = {"@type": "Place", "name": record.ort}
    modes = {"online": "Online", "hybrid": "Mixed", "vor Ort": "Offline"}
    if record.form in modes:
        data["eventAttendanceMode"] = f"https://schema.org/{modes[record.form]}EventAttendanceMode"
    if record.veranstalter:
        data["organizer"] = [{"@type": "Organization", "name": name} for name in record.veranstalter]
    return data


def _iso(moment: Moment) -> str:
    day = moment.date.first.isoformat()
    return f"{day}T{moment.time:%H:%M}" if moment.time else day
