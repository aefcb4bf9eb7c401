"""Dates against today and against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from schule.findings import Finding
from schule.records.base import Record
from schule.records.catalog import Item
from schule.records.checks.report import finding_at
from schule.records.knowledge import Event
from schule.records.load import Loaded
from schule.records.places import Municipality
from schule.records.values import UNKNOWN, Date
from schule.records.yaml_source import Location


def check_dates(loaded: Loaded, today: dt.date) -> Iterator[Finding]:
    """Yield states and joinings in the future, review dates that have passed, and events that end before they begin."""
    for item in loaded.catalog:
        record = item.record
        if not isinstance(record, Record):
            continue
        yield from _future(loaded, item, ("stand",), record.stand, today)
        if record.pruefen_bis and record.pruefen_bis.last < today:
            yield finding_at(
                loaded,
                item,
                ("pruefen_bis",),
                "pruefung-faellig",
                f"Die Prüfung war bis {record.pruefen_bis} vorgesehen.",
                "Sehen Sie den Datensatz durch und setzen Sie „stand“ und „pruefen_bis“ neu.",
            )
        if isinstance(record, Municipality) and record.beitritt != UNKNOWN:
            for name in ("datum", "spaetestens"):
                yield from _future(loaded, item, ("beitritt", name), getattr(record.beitritt, name), today)
        if isinstance(record, Event) and record.ende and _ends_before(record):
            yield finding_at(
                loaded,
                item,
                ("ende",),
                "datum-verkehrt",
                f"Die Veranstaltung endet ({record.ende}) vor ihrem Beginn ({record.beginn}).",
                "Tauschen oder berichtigen Sie die beiden Angaben.",
            )


def _future(
    loaded: Loaded, item: Item, location: Location, date: Date | str | None, today: dt.date
) -> Iterator[Finding]:
    if isinstance(date, Date) and date.first > today:
        yield finding_at(
            loaded,
            item,
            location,
            "datum-zukunft",
            f"Das Datum {date} liegt in der Zukunft.",
            "Prüfen Sie Jahr, Monat und Tag.",
        )


def _ends_before(event: Event) -> bool:
    begin, end = event.beginn, event.ende
    assert end is not None
    if end.date.last < begin.date.first:
        return True
    same_day = end.date.is_day and begin.date.is_day and end.date.first == begin.date.first
    return bool(same_day and begin.time and end.time and end.time < begin.time)
