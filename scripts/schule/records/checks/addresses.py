"""Old addresses (``weiterleitungen``): each leads to one record and hides none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schule.findings import Finding
from schule.records.base import Record
from schule.records.checks.report import finding_at
from schule.records.load import Loaded


def check_addresses(loaded: Loaded) -> Iterator[Finding]:
    """Yield old addresses of a wrong form, used twice, or equal to the address of a record that exists."""
    current = {item.address: item for item in loaded.catalog if isinstance(item.record, Record)}
    taken: dict[str, str] = {}
    for item in loaded.catalog:
        if not isinstance(item.record, Record):
            continue
        for index, old in enumerate(item.record.weiterleitungen):
            place = ("weiterleitungen", index)
            if not re.fullmatch(r"/[a-z0-9/_.-]+/", old) or ".." in old:
                yield finding_at(
                    loaded,
                    item,
                    place,
                    "wert-ungueltig",
                    f"„{old}“ ist keine Adresse dieser Website.",
                    "Schreiben Sie sie mit Schrägstrich am Anfang und Ende: /leitprojekte/alter-name/.",
                )
                continue
            holder = current[old].title if old in current else taken.get(old)
            if holder is not None:
                yield finding_at(
                    loaded,
                    item,
                    place,
                    "weiterleitung-doppelt",
                    f"Die Adresse „{old}“ führt schon zu „{holder}“.",
                    "Streichen Sie sie bei einem der beiden.",
                )
            taken.setdefault(old, item.title)
