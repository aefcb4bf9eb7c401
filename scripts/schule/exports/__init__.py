"""Open data, calendars and feeds: the Catalog as files for other programs.

Takes the Catalog and the operator's settings, returns file contents by relative path, and writes nothing. What needs
an absolute address (feed, DCAT catalogue) is left out while ``site_url`` is empty; ``left_out`` says so in German.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schule.exports.archive import zip_bytes
from schule.exports.calendars import calendar_files
from schule.exports.dcat import catalogue_files
from schule.exports.feed import atom_feed
from schule.exports.publiccode import publiccode_files
from schule.exports.settings import ExportSettings
from schule.exports.tables import excel_files, table_files
from schule.records.catalog import Catalog

__all__ = ["ExportSettings", "Exported", "export_files"]


@dataclass(frozen=True)
class Exported:
    """The files by path relative to the site, and one sentence for each thing that was left out."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...]


def export_files(catalog: Catalog, settings: ExportSettings) -> Exported:
    """Return every export of the school; the same input gives the same bytes."""
    tables = table_files(catalog, settings)
    files: dict[str, bytes] = {f"daten/{name}": data for name, data in tables.items()}
    files |= {f"daten/{name}": data for name, data in excel_files(catalog, settings).items()}
    files["daten/alles.zip"] = zip_bytes({**tables, "LIESMICH.txt": _read_me(settings)})
    files |= calendar_files(catalog, settings)
    files |= publiccode_files(catalog, settings)
    left_out = []
    if settings.site_url:
        files |= catalogue_files(catalog, settings, files)
        files["feed.xml"] = atom_feed(catalog, settings)
    else:
        left_out.append("Feed und DCAT-Katalog brauchen eine Adresse: „site_url“ in mkdocs.yml ist leer.")
    return Exported(files, tuple(left_out))


def _read_me(settings: ExportSettings) -> bytes:
    """Return what somebody needs to know who has the archive and not the website; for Windows, with its line ends."""
    source = f", {settings.absolute('/')}" if settings.site_url else ""
    lines = [
        f"{settings.title}: alle Datensätze",
        "",
        f"Lizenz: {settings.license}. Bitte nennen Sie: {settings.publisher or settings.title}{source}",
        "und die Quelle, die der Datensatz nennt (Feld „quellen“, Datei quellen.json). Für Angaben aus amtlichen",
        "Registern gilt zusätzlich, was in quellen.json bei der Quelle steht.",
        "",
        "NAME.json         alle Felder einer Art von Datensatz",
        "NAME.csv          dasselbe als Tabelle (UTF-8, Komma, mehrere Werte durch „ | “ getrennt)",
        "NAME.schema.json  was die Felder bedeuten (JSON Schema 2020-12)",
        "index.json        welche Arten es gibt",
        "",
        "„unbekannt“ heißt: Keine Quelle sagt es. Ein Feld, das fehlt, ist leer.",
        "",
    ]
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode()
