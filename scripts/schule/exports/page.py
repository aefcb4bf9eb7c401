"""The page ``/daten/``: every export with its size, what its fields mean, and the licence."""

from __future__ import annotations

import json

from markupsafe import Markup

from schule.exports import Exported
from schule.exports.settings import ExportSettings
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS, Kind

URI = "daten/index.md"
_INTRO = "Alle Datensätze dieser Website zum Weiterverwenden, als JSON und CSV, mit Beschreibung der Felder."


def data_page(catalog: Catalog, exported: Exported, settings: ExportSettings) -> tuple[str, str]:
    """Return uri and Markdown of the page of the open data."""
    kinds = [kind for kind in KINDS.values() if f"daten/{kind.name}.json" in exported.files]
    calendar = len([name for name in exported.files if name.startswith("veranstaltungen/")]) - 1
    parts = [
        _head(kinds, settings),
        _TEXT.format(license=settings.license, archive=_size(exported, "daten/alles.zip")),
        str(_table(catalog, exported, kinds)),
        _CALENDAR.format(count=calendar),
        _publiccode(catalog, exported),
        _WITH_ADDRESS
        if settings.site_url
        else '!!! note "Was noch fehlt"\n    ' + "\n    ".join(exported.left_out) + "\n",
    ]
    return URI, "\n".join(parts)


def _head(kinds: list[Kind], settings: ExportSettings) -> str:
    values = {
        "title": "Offene Daten",
        "description": _INTRO,
        "facetten": {"Art": ["Übersicht"]},
        "hide": ["navigation", "toc"],
        "jsonld": _structured(kinds, settings),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---"])


_TEXT = """# Offene Daten

Alles, was auf dieser Website steht, gibt es auch als Datei für eigene Auswertungen. Die Daten stehen unter der Lizenz
**{license}**: Sie dürfen sie frei nutzen, wenn Sie diese Website und die jeweilige Quelle nennen. Für die Angaben aus
amtlichen Registern gilt zusätzlich, was unter [Datenquellen](/datenquellen/) steht.

<p id="alles"><a href="/daten/alles.zip">Alle Daten in einem Archiv</a> ({archive})</p>

## Dateien

Jede Art von Datensatz gibt es in zwei Formen: JSON enthält alle Felder und Unterfelder, CSV dasselbe als Tabelle
(UTF-8, mehrere Werte in einer Zelle durch senkrechte Striche getrennt). Die Spalte „CSV“ ist für Programme und LibreOffice
(Komma als Trennzeichen, Punkt vor den Nachkommastellen), „für Excel“ öffnet sich mit einem Doppelklick in richtigen Spalten
(Strichpunkt, Dezimalkomma). Excel lässt dabei führende Nullen weg, etwa beim Gemeindeschlüssel: Wer sie braucht, holt die
Datei über „Daten, Aus Text/CSV“ herein und stellt die Spalte auf Text.
Was die Felder bedeuten, sagt das JSON-Schema daneben; jede JSON-Datei lässt sich damit prüfen. `slug` ist die bleibende
Kennung eines Datensatzes, Verweise nennen sie: `kommunen` die aus der Datei der Kommunen, `quellen` die aus der Datei der
Quellen. „unbekannt“ heißt: Keine Quelle sagt es. Ein Feld, das fehlt, ist leer.
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
* [Alle Seiten mit ihrem Stand](/sitemap.xml) als Sitemap
"""
_CODE_HEAD = """
## Quelltext (publiccode.yml) {: #publiccode }

"""
_NO_CODE = """Zu jeder Lösung, deren Quelltext und Lizenz bekannt sind, steht hier eine Datei `publiccode.yml`. Bisher nennt keine
Quelle beides zu einer Lösung. [Was zur Offenheit bekannt ist](/nachnutzung/)
"""


def _publiccode(catalog: Catalog, exported: Exported) -> str:
    names = sorted(name for name in exported.files if name.startswith("daten/publiccode/"))
    if not names:
        return _CODE_HEAD + _NO_CODE
    lines = [f"* {_to(catalog, name)} <a href='/{name}'>publiccode.yml</a>" for name in names]
    return _CODE_HEAD + "\n".join(lines) + "\n"


def _to(catalog: Catalog, name: str) -> Markup:
    slug = name.rsplit("/", 1)[-1].removesuffix(".yml")
    item: Item | None = catalog.get("leitprojekte", slug) or catalog.get("praxisbeispiele", slug)
    return Markup('<a href="{}">{}</a>:').format(item.address, item.title) if item else Markup("{}:").format(slug)


def _table(catalog: Catalog, exported: Exported, kinds: list[Kind]) -> Markup:
    """Return the table of all files; each row is the place to which the catalogue's address of the data set leads."""
    rows = Markup("").join(
        Markup(
            '<tr id="{0}"><th scope="row"><a href="{1}">{2}</a></th><td class="s-zahl">{3}</td>'
            '<td><a href="/daten/{0}.json">{0}.json</a> {4}</td><td><a href="/daten/{0}.csv">{0}.csv</a> {5}</td>'
            '<td><a href="/daten/{0}-excel.csv">{0}-excel.csv</a></td>'
            '<td><a href="/daten/{0}.schema.json" aria-label="Felder: {2}">Felder</a></td></tr>\n'
        ).format(
            kind.name,
            kind.index,
            kind.plural,
            len(catalog.of(kind.name)),
            _size(exported, f"daten/{kind.name}.json"),
            _size(exported, f"daten/{kind.name}.csv"),
        )
        for kind in kinds
    )
    return Markup(
        '<div class="s-tabelle" role="region" aria-label="Dateien" tabindex="0"><table class="s-tab">\n'
        '<thead><tr><th scope="col">Art</th><th scope="col" class="s-zahl">Datensätze</th><th scope="col">JSON</th>'
        '<th scope="col">CSV</th><th scope="col">für Excel</th><th scope="col">Schema</th></tr></thead><tbody>\n{}</tbody></table></div>\n'
    ).format(rows)


def _structured(kinds: list[Kind], settings: ExportSettings) -> dict[str, object]:
    """Return the page as a schema.org catalogue of data sets."""
    license_address = f"https://spdx.org/licenses/{settings.license}.html"
    sets = []
    for kind in kinds:
        files = [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": settings.absolute(f"daten/{kind.name}.{end}")}
            for end, media in (("json", "application/json"), ("csv", "text/csv"))
        ]  # fmt: skip
        data: dict[str, object] = {
            "@type": "Dataset", "name": f"{kind.plural} ({settings.title})",
            "description": f"Alle Datensätze der Art „{kind.singular}“ mit ihren Quellen.", "license": license_address,
        }  # fmt: skip
        if settings.site_url:
            data |= {"@id": settings.absolute(f"daten/#{kind.name}"), "distribution": files}
        sets.append(data)
    about: dict[str, object] = {"@context": "https://schema.org", "@type": "DataCatalog", "name": f"Offene Daten: {settings.title}"}  # fmt: skip
    about |= {"description": _INTRO, "license": license_address, "inLanguage": "de"}
    if settings.site_url:
        about["@id"] = about["url"] = settings.absolute("daten/")
    return {**about, "dataset": sets}


def _size(exported: Exported, name: str) -> str:
    return f"{max(1, round(len(exported.files[name]) / 1000)):,} kB".replace(",", ".")
