"""Folders of several records: an event with its programme and records, a selection, a saved list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from schule.handouts.document import Cover, Job, Layout, sheet_of
from schule.handouts.selection import by_event
from schule.handouts.settings import HandoutSettings
from schule.records.catalog import Catalog, Item
from schule.records.knowledge import Event
from schule.records.values import UNKNOWN


def event_job(slug: str, catalog: Catalog, settings: HandoutSettings, site: Path, layout: Layout = "mappe") -> Job:
    """Return the folder of an event: cover, the event with its programme, its records. Raises NothingFoundError, PageMissingError."""
    item, records = by_event(slug, catalog)
    event = cast(Event, item.record)
    when = event.beginn.display + (f" bis {event.ende.display}" if event.ende else "")
    facts = [("Wann", when)]
    if event.ort != UNKNOWN:
        facts.append(("Wo", event.ort))
    if event.form != UNKNOWN:
        facts.append(("Form", event.form))
    if event.veranstalter:
        facts.append(("Eingeladen hat", ", ".join(event.veranstalter)))
    cover = Cover("Veranstaltungsmappe", event.titel, event.kurzbeschreibung, tuple(facts), item.address)
    sheets = tuple(sheet_of(one, catalog, settings, site) for one in (item, *records))
    return Job(layout, sheets, cover if layout == "mappe" else None)


def selection_job(
    items: Sequence[Item], title: str, catalog: Catalog, settings: HandoutSettings, site: Path, layout: Layout | None
) -> Job:
    """Return the handout of some records: one alone is a sheet, several are a folder, unless a layout is asked for."""
    sheets = tuple(sheet_of(item, catalog, settings, site) for item in items)
    chosen: Layout = layout or ("blatt" if len(sheets) == 1 else "mappe")
    if chosen != "mappe":
        return Job(chosen, sheets)
    kinds = list(dict.fromkeys(item.kind for item in items))
    heading = title or (kinds[0].plural if len(kinds) == 1 else "Mappe")
    count = f"{len(sheets)} Datensätze" if len(sheets) > 1 else "Ein Datensatz"
    words = ", ".join(kind.plural for kind in kinds)
    return Job("mappe", sheets, Cover("Mappe", heading, "", (("Inhalt", f"{count} ({words})"),)))
