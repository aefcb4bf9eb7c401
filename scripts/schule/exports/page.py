"""The page ``/daten/``: every export with its size, what its fields mean, and the licence."""

from __future__ import annotations

from schule.exports import Exported
from schule.exports.settings import ExportSettings
from schule.records.catalog import Catalog
from schule.records.kinds import KINDS, Kind

URI = "daten/index.md"


def data_page(catalog: Catalog, exported: Exported, settings: ExportSettings) -> tuple[str, str]:
    """Return uri and Markdown of the page of the open data."""
    kinds = [kind for kind in KINDS.values() if f"daten/{kind.name}.json" in exported.files]
    parts = [
        _HEAD.format(license=settings.license, archive=_size(exported, "daten/alles.zip")),
        _table(catalog, exported, kinds),
    ]
    calendar = len([name for name in exported.files if name.startswith("veranstaltungen/")]) - 1
    parts.append(_CALENDAR.format(count=calendar))
    if settings.site_url:
        parts.append(_WITH_ADDRESS)
    else:
        parts.append('!!! note "Was noch fehlt"\n    ' + "\n    ".join(exported.left_out) + "\n")
    return URI, "\n".join(parts)


_HEAD = """---
title: Offene Daten
description: Alle Datensätze dieser Website zum Weiterverwenden, als JSON und CSV, mit Beschreibung der Felder.
hide: [navigation, toc]
---
# Offene Daten

Alles, was auf dieser Website steht, gibt es auch als Datei für eigene Auswertungen. Die Daten stehen unter der Lizenz
**{license}**: Sie dürfen sie frei nutzen, wenn Sie diese Website und die jeweilige Quelle nennen. Für die Angaben aus
amtlichen Registern gilt zusätzlich, was unter [Datenquellen](/datenquellen/) steht.

[Alle Daten in einem Archiv](/daten/alles.zip) ({archive})

## Dateien

Jede Art von Datensatz gibt es in zwei Formen: JSON enthält alle Felder und Unterfelder, CSV dasselbe als Tabelle für
Excel oder LibreOffice (UTF-8, Komma als Trennzeichen, mehrere Werte in einer Zelle durch senkrechte Striche getrennt).
Was die Felder bedeuten, sagt das JSON-Schema daneben. `slug` ist die bleibende Kennung eines Datensatzes.
"""
_CALENDAR = """
## Kalender

[Alle Veranstaltungen mit bekanntem Tag](/veranstaltungen/kalender.ics) als iCalendar ({count} Termine); jeder Termin hat
außerdem eine eigene Datei auf seiner Seite.
"""
_WITH_ADDRESS = """
## Für Portale und Programme

* [Neues als Atom-Feed](/feed.xml)
* Katalog nach DCAT-AP.de: [Turtle](/daten/katalog.ttl), [RDF/XML](/daten/katalog.rdf)
"""


def _table(catalog: Catalog, exported: Exported, kinds: list[Kind]) -> str:
    rows = ["| Art | Datensätze | JSON | CSV | Schema |", "|---|--:|---|---|---|"]
    for kind in kinds:
        cells = [
            f"[{kind.name}.{suffix}](/daten/{kind.name}.{suffix}) {_size(exported, f'daten/{kind.name}.{suffix}')}"
            for suffix in ("json", "csv")
        ]
        schema = f"[Felder](/daten/{kind.name}.schema.json)"
        rows.append(f"| {kind.plural} | {len(catalog.of(kind.name))} | {cells[0]} | {cells[1]} | {schema} |")
    return "\n".join(rows) + "\n"


def _size(exported: Exported, name: str) -> str:
    return f"{max(1, round(len(exported.files[name]) / 1000)):,} kB".replace(",", ".")
