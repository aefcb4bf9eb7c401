"""Old addresses (``weiterleitungen``): each leads to one record and hides none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schule.findings import Finding
from schule.findings.wording import quote
from schule.records.checks.report import finding_at
from schule.records.explain import slug_of
from schule.records.kinds import PAGES
from schule.records.load import Loaded

_ADDRESS = re.compile(r"/([a-z0-9][a-z0-9_.-]*/)+")


def check_addresses(loaded: Loaded, addresses: frozenset[str]) -> Iterator[Finding]:
    """Yield old addresses of a wrong form, used twice, or equal to an address of the site that exists."""
    titles = {one.item.address: one.item.title for one in loaded.candidates if one.item.kind.name in PAGES}
    taken: dict[str, str] = {}
    for candidate in loaded.candidates:
        if candidate.item.kind.name not in PAGES:
            continue
        own: set[str] = set()
        for index, old in enumerate(candidate.item.facts.old_addresses):
            rule, message, hint = _fault(old, own, taken, titles, addresses)
            if rule:
                yield finding_at(loaded, candidate, ("weiterleitungen", index), rule, message, hint)
            own.add(old)
        for old in own:
            taken.setdefault(old, candidate.item.title or candidate.item.slug)


def _fault(
    old: str, own: set[str], taken: Mapping[str, str], titles: Mapping[str, str], addresses: frozenset[str]
) -> tuple[str, str, str]:
    if not _ADDRESS.fullmatch(old):
        near = "/".join(slug_of(part) for part in old.strip("/").split("/"))
        return (
            "wert-ungueltig",
            f"{quote(old)} ist keine Adresse dieser Website.",
            f"Schreiben Sie sie mit Schrägstrich am Anfang und Ende, zum Beispiel „/{near or 'leitprojekte/alter-name'}/“.",
        )
    if old in own:
        return "weiterleitung-doppelt", f"Die Adresse „{old}“ steht hier zweimal.", "Löschen Sie eine der Zeilen."
    if old in titles or old in addresses:
        what = quote(titles[old]) if titles.get(old) else "einer anderen Seite"
        return "weiterleitung-doppelt", f"Die Adresse „{old}“ gehört {what}.", "Streichen Sie sie hier."
    if old in taken:
        message = f"Die Adresse „{old}“ führt schon zu {quote(taken[old])}."
        return "weiterleitung-doppelt", message, "Streichen Sie sie bei einem der beiden."
    return "", "", ""
