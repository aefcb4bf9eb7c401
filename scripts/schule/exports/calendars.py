"""Events as iCalendar: one file for each event of which at least the day is known, and one with all of them."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from schule.exports.settings import ExportSettings
from schule.records.catalog import Catalog, Item
from schule.records.knowledge import Event
from schule.records.values import UNKNOWN


def calendar_files(catalog: Catalog, settings: ExportSettings) -> dict[str, bytes]:
    """Return ``veranstaltungen/<slug>.ics`` and ``veranstaltungen/kalender.ics``."""
    entries = [(item, entry) for item in catalog.of("veranstaltungen").values() if (entry := _entry(item, settings))]
    files = {f"veranstaltungen/{item.slug}.ics": _calendar([entry], settings) for item, entry in entries}
    files["veranstaltungen/kalender.ics"] = _calendar([entry for _, entry in entries], settings)
    return files


def _calendar(entries: list[CalendarEvent], settings: ExportSettings) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.title}//Veranstaltungen//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", settings.title)
    for entry in entries:
        calendar.add_component(entry)
    data: bytes = calendar.to_ical()
    return data


def _entry(item: Item, settings: ExportSettings) -> CalendarEvent | None:
    event = item.record
    if not isinstance(event, Event) or not event.beginn.date.is_day:
        return None
    entry = CalendarEvent()
    host = urlsplit(settings.site_url).hostname or "schule.invalid"
    entry.add("uid", f"{item.slug}@{host}")
    entry.add("summary", event.titel)
    # The stamp is the record's own date: the same input gives the same bytes.
    entry.add("dtstamp", dt.datetime.combine(event.stand.first, dt.time(), dt.UTC))
    start, end = _bounds(event)
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", end)
    if event.ort != UNKNOWN:
        entry.add("location", event.ort)
    entry.add("description", event.kurzbeschreibung)
    if settings.site_url:
        entry.add("url", settings.absolute(item.address))
    return entry


def _bounds(event: Event) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime | None]:
    """Return begin and end as iCalendar wants them: times float (local to the place), an all-day end is exclusive."""
    begin, end = event.beginn, event.ende
    if begin.time:
        start = dt.datetime.combine(begin.date.first, begin.time)
        known = end and end.time and end.date.is_day
        return start, dt.datetime.combine(end.date.first, end.time) if end and known and end.time else None
    last = end.date.last if end and end.date.is_day else begin.date.first
    return begin.date.first, last + dt.timedelta(days=1)
