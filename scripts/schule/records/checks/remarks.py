"""Hints from readers: each says what it is about, is answered once it is decided, and not before it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from schule.findings import Finding
from schule.findings.wording import quote
from schule.records.checks.known_addresses import SiteAddresses
from schule.records.checks.report import finding_at
from schule.records.load import Candidate, Loaded
from schule.records.markdown_text import TextLink
from schule.records.registers import Remark

_DECIDED = ("umgesetzt", "nicht umgesetzt")


def check_remarks(loaded: Loaded, addresses: SiteAddresses, today: dt.date) -> Iterator[Finding]:
    """Yield hints about nothing, decisions without an answer, and answers that lie before the hint or after today."""
    for candidate in loaded.candidates:
        record = candidate.item.record
        if isinstance(record, Remark):
            yield from _subject(loaded, candidate, record, addresses)
            yield from _answer(loaded, candidate, record)
            yield from _dates(loaded, candidate, record, today)


def _subject(loaded: Loaded, candidate: Candidate, remark: Remark, addresses: SiteAddresses) -> Iterator[Finding]:
    if remark.seite:
        target = remark.seite
        fault = addresses.fault_of(TextLink(0, 1, target, "link")) if target.startswith("/") else (
            f"{quote(target)} ist keine Adresse dieser Website.",
            "Sie beginnt und endet mit einem Schrägstrich, zum Beispiel „/mitmachen/“.",
        )  # fmt: skip
        if fault:
            yield finding_at(loaded, candidate, ("seite",), "verweis-leer", *fault)
    elif not remark.datensatz and not {"datensatz", "seite"} & candidate.faulty:
        message = "Es fehlt, worum es in dem Hinweis geht."
        hint = "Ergänzen Sie „datensatz: art/name“ oder, für andere Seiten, „seite: /adresse/“."
        yield finding_at(loaded, candidate, ("slug",), "feld-fehlt", message, hint)


def _answer(loaded: Loaded, candidate: Candidate, remark: Remark) -> Iterator[Finding]:
    if {"antwort", "beantwortet", "status"} & candidate.faulty:
        return
    if remark.status in _DECIDED and not remark.antwort:
        what = "der Grund" if remark.status == "nicht umgesetzt" else "die Antwort"
        message = f"Der Hinweis ist „{remark.status}“, aber {what} fehlt."
        yield finding_at(loaded, candidate, ("status",), "feld-fehlt", message, "Ergänzen Sie „antwort: …“.")
    elif remark.antwort and not remark.beantwortet:
        message, hint = "Zur Antwort fehlt ihr Tag.", "Ergänzen Sie „beantwortet: JJJJ-MM-TT“."
        yield finding_at(loaded, candidate, ("antwort",), "feld-fehlt", message, hint)
    elif remark.beantwortet and not remark.antwort:
        message = "Der Hinweis hat einen Tag der Antwort, aber keine Antwort."
        yield finding_at(loaded, candidate, ("beantwortet",), "feld-fehlt", message, "Ergänzen Sie „antwort: …“.")


def _dates(loaded: Loaded, candidate: Candidate, remark: Remark, today: dt.date) -> Iterator[Finding]:
    came, answered = remark.eingang, remark.beantwortet
    if came and answered and answered.last < came.first:
        message = f"Die Antwort ({answered}) ist älter als der Hinweis ({came})."
        hint = "Berichtigen Sie eines der beiden Daten."
        yield finding_at(loaded, candidate, ("beantwortet",), "datum-verkehrt", message, hint)
        return
    for name, date in (("eingang", came), ("beantwortet", answered)):
        if date and date.first > today:
            message = f"Das Datum {date} liegt in der Zukunft."
            yield finding_at(loaded, candidate, (name,), "datum-zukunft", message, "Prüfen Sie Jahr, Monat und Tag.")
            return
