"""Dates against today and against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from schule.findings import Finding
from schule.records.base import Record
from schule.records.checks.report import finding_at
from schule.records.dates import Date
from schule.records.knowledge import Event
from schule.records.load import Candidate, Loaded
from schule.records.places import Joining, Municipality
from schule.records.registers import Figure
from schule.records.yaml_source import Location


def check_dates(loaded: Loaded, today: dt.date) -> Iterator[Finding]:
    """Yield states and joinings in the future, review dates that have passed, and what ends before it begins."""
    for candidate in loaded.candidates:
        record = candidate.item.record
        if isinstance(record, Record):
            yield from _future(loaded, candidate, ("stand",), record.stand, today)
            yield from _review(loaded, candidate, record, today)
        if isinstance(record, Municipality) and isinstance(record.beitritt, Joining):
            yield from _joining(loaded, candidate, record.beitritt, today)
        if isinstance(record, Event) and record.beginn and record.ende and _ends_before(record):
            yield finding_at(
                loaded,
                candidate,
                ("ende",),
                "datum-verkehrt",
                f"Die Veranstaltung endet ({record.ende}) vor ihrem Beginn ({record.beginn}).",
                "Tauschen oder berichtigen Sie die beiden Angaben.",
            )
        if isinstance(record, Figure):
            yield from _range(loaded, candidate, record)


def due_by_contact(loaded: Loaded, today: dt.date) -> dict[str, list[str]]:
    """Return the files whose review date has passed, by the name of the organisation that looks after them."""
    due: dict[str, list[str]] = {}
    for item in loaded.catalog:
        record = item.record
        if not isinstance(record, Record) or not record.pruefen_bis or record.pruefen_bis.last >= today:
            continue
        contact = record.kontakt.organisation if record.kontakt else ""
        organisation = loaded.catalog.get("organisationen", contact)
        name = organisation.title if organisation else "ohne Ansprechstelle"
        due.setdefault(name, []).append(item.path)
    return dict(sorted(due.items()))


def _future(
    loaded: Loaded, candidate: Candidate, location: Location, date: Date | str | None, today: dt.date
) -> Iterator[Finding]:
    if isinstance(date, Date) and date.first > today:
        yield finding_at(
            loaded,
            candidate,
            location,
            "datum-zukunft",
            f"Das Datum {date} liegt in der Zukunft.",
            "Prüfen Sie Jahr, Monat und Tag.",
        )


def _review(loaded: Loaded, candidate: Candidate, record: Record, today: dt.date) -> Iterator[Finding]:
    review = record.pruefen_bis
    if not review:
        return
    if record.stand and review.last < record.stand.first:
        yield finding_at(
            loaded,
            candidate,
            ("pruefen_bis",),
            "datum-verkehrt",
            f"Die Prüfung ({review}) ist vor dem Stand ({record.stand}) vorgesehen.",
            "Setzen Sie „pruefen_bis“ auf einen Tag nach „stand“.",
        )
    elif review.last < today:
        yield finding_at(
            loaded,
            candidate,
            ("pruefen_bis",),
            "pruefung-faellig",
            f"Die Prüfung war bis {review} vorgesehen.",
            "Sehen Sie den Datensatz durch und setzen Sie „stand“ und „pruefen_bis“ neu.",
        )


def _joining(loaded: Loaded, candidate: Candidate, joining: Joining, today: dt.date) -> Iterator[Finding]:
    date, latest = joining.datum, joining.spaetestens
    yield from _future(loaded, candidate, ("beitritt", "datum"), date, today)
    if isinstance(date, Date) and latest and latest.last < date.first:
        yield finding_at(
            loaded,
            candidate,
            ("beitritt", "spaetestens"),
            "datum-verkehrt",
            f"„spaetestens“ ({latest}) liegt vor dem Beitritt ({date}).",
            "Berichtigen Sie eines der beiden Daten.",
        )
    else:
        yield from _future(loaded, candidate, ("beitritt", "spaetestens"), latest, today)


def _range(loaded: Loaded, candidate: Candidate, figure: Figure) -> Iterator[Finding]:
    low, high = figure.wert, figure.wert_bis
    if isinstance(low, (int, float)) and high is not None and high < low:
        yield finding_at(
            loaded,
            candidate,
            ("wert_bis",),
            "wert-ungueltig",
            f"Die obere Grenze {high} ist kleiner als der Wert {low}.",
            "Tauschen oder berichtigen Sie die beiden Zahlen.",
        )


def _ends_before(event: Event) -> bool:
    begin, end = event.beginn, event.ende
    assert end is not None
    if end.date.last < begin.date.first:
        return True
    same_day = end.date.is_day and begin.date.is_day and end.date.first == begin.date.first
    return bool(same_day and begin.time and end.time and end.time < begin.time)
