"""„Was passt zu uns?“ and the reader's own folder: the pages, and the one file both read in the browser.

Takes the catalog and returns pages as (address in the docs folder, Markdown) and a script file with the records' short
facts. The ranking itself happens in the reader's browser (``passt.js``), because nobody else should know what a town
is looking for. The facts are a script rather than JSON to fetch, so that a copy of the site on a disk can read them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from markupsafe import Markup

from schule.pages.display import is_known, show
from schule.pages.head import Head, facets_of
from schule.pages.similar import Likeness, similar_municipalities
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.kinds import PAGES
from schule.records.knowledge import Event, Format, Guide
from schule.records.places import Municipality
from schule.records.projects import LeadProject, ModelProject, PracticeCase
from schule.records.values import UNKNOWN

FINDER, FOLDER = "/passt-zu-uns/", "/mappe/"
DATA = "assets/javascripts/auswahl.js"
RANKED = ("leitprojekte", "praxisbeispiele", "leitfaeden")

_WITHOUT_SCRIPT = (
    '<noscript><p class="s-leer">Diese Seite braucht JavaScript. Ohne geht es über die Listen: '
    '<a href="/leitprojekte/">Leitprojekte</a>, <a href="/praxisbeispiele/">Praxisbeispiele</a>, '
    '<a href="/leitfaeden/">Leitfäden</a>, <a href="/handlungsfelder/">Handlungsfelder</a>.</p></noscript>'
)
_FINDER_INTRO = "Wählen Sie Ihre Kommune oder beschreiben Sie sie. Sie sehen, was anderswo in ähnlicher Lage geschah, und warum es passen könnte."
_HOW = """## Wie die Reihenfolge entsteht

Jeder gemeinsame Punkt zählt, und jeder steht dabei: ein gewähltes Handlungsfeld drei Punkte, bei Leitfäden die gewählte Phase drei,
eine beteiligte Kommune derselben Größenklasse zwei, ähnlich dichte Besiedlung einen, derselbe Kreis einen. Eine bloße Absicht
aus einer Bewerbung verliert einen Punkt. Ein Leitfaden bekommt außerdem einen Punkt für jedes der ersten acht gefundenen Vorhaben, das
auf ihn verweist, höchstens drei. Haben Sie Handlungsfelder gewählt, erscheint nur, was zu einem davon gehört. Was Ihre
Kommune selbst betreibt, bleibt weg. Bei gleicher Punktzahl entscheidet das Alphabet.

Ob etwas wirklich passt, müssen Sie selbst prüfen: mit dem Leitfaden und den [Selbstchecks](/selbstcheck/).
"""
_HOW_WITHOUT_CHECKS = _HOW.replace(": mit dem Leitfaden und den [Selbstchecks](/selbstcheck/)", "")
_FOLDER_INTRO = (
    "Was Sie sich merken, liegt nur in diesem Browser. Sie können es vergleichen, drucken und als Datei mitnehmen."
)
_FOLDER_HELP = """<div class="s-mappe__hilfe" markdown="1">

## So füllen Sie die Mappe

Auf jeder Seite eines Leitfadens, Projekts, Beispiels oder einer Kommune steht oben rechts der Knopf „Merken“. Auch unter
[Was passt zu uns?](/passt-zu-uns/) finden Sie ihn.

## Was die Datei kann

Die Datei `mappe.yml` ist eine einfache Liste. Hier können Sie sie wieder öffnen. Die Redaktion macht daraus ein gedrucktes Heft
mit Deckblatt: als PDF, als Word-Datei oder als Webseite.

</div>
"""


def compile_finder(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Return (uri, Markdown with front matter) of the finder and the folder; nothing for a school without records."""
    if not any(catalog.of(kind) for kind in RANKED):
        return ()
    finder = Head(
        title="Was passt zu uns?",
        description=_FINDER_INTRO,
        facets={"Art": ["Übersicht"]},
        hide=("toc",),
        styles=("formular", "finden"),
        scripts=("auswahl", "elemente", "passt"),
    )
    folder = Head(
        title="Meine Mappe",
        description=_FOLDER_INTRO,
        facets={"Art": ["Übersicht"]},
        hide=("toc",),
        styles=("formular", "finden"),
        scripts=("auswahl", "elemente", "eingaben", "mappe"),
    )
    how = _HOW if catalog.of("kriterien") else _HOW_WITHOUT_CHECKS
    return (
        ("passt-zu-uns/index.md", _text(finder, _FINDER_INTRO, _questions(catalog), how)),
        ("mappe/index.md", _text(folder, _FOLDER_INTRO, '<section class="s-mappe" data-mappe></section>', _FOLDER_HELP)),
    )  # fmt: skip


def finder_data(catalog: Catalog, urls: Mapping[str, str]) -> bytes:
    """Return the script with the short facts; ``urls`` maps addresses to files relative to the site's root."""
    if not any(catalog.of(kind) for kind in RANKED):
        return b""
    data = {
        "arten": {name: [kind.singular, kind.plural] for name, kind in PAGES.items() if catalog.of(name)},
        "titel": {
            kind: {slug: item.title for slug, item in catalog.of(kind).items()}
            for kind in ("handlungsfelder", "groessenklassen", "kreise", "phasen")
        },
        "kommunen": _towns(catalog),
        "datensaetze": [_entry(catalog, item, urls) for kind in PAGES for item in catalog.of(kind).values()],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.schuleAuswahl={text};\n".encode()


def _text(head: Head, intro: str, *parts: str) -> str:
    body = [f"# {head.title}", str(Markup('<p class="s-kurz">{}</p>').format(intro)), _WITHOUT_SCRIPT, *parts]
    return "\n".join([head.render(), "\n\n".join(str(part) for part in body), ""])


# -- the facts --------------------------------------------------------------------------------------------------------


def _towns(catalog: Catalog) -> dict[str, dict[str, Any]]:
    alike = similar_municipalities(catalog)
    return {
        slug: _town(cast(Municipality, item.record), alike.get(slug, ()))
        for slug, item in catalog.of("kommunen").items()
    }


def _town(record: Municipality, alike: Iterable[Likeness]) -> dict[str, Any]:
    settled = record.besiedlung if record.besiedlung != UNKNOWN else None
    klass = record.groessenklasse if record.groessenklasse != UNKNOWN else None
    others = [[likeness.item.slug, likeness.reasons] for likeness in alike]
    return {"kreis": record.kreis, "klasse": klass, "besiedlung": settled, "aehnlich": others}


def _entry(catalog: Catalog, item: Item, urls: Mapping[str, str]) -> dict[str, Any]:
    record = cast(Record, item.record)
    phase = getattr(record, "phase", None)
    step = catalog.get("phasen", phase) if phase and phase != UNKNOWN else None
    values = {
        "id": f"{item.kind.name}/{item.slug}",
        "titel": item.title,
        "kurz": record.kurzbeschreibung,
        "url": urls.get(item.address, item.address.lstrip("/")),
        "felder": list(record.handlungsfelder),
        "orte": list(dict.fromkeys(_places(record))),
        "klasse": _size_elsewhere(catalog, record),
        "phase": phase if step else None,
        "zu": _belongs_to(catalog, item),
        "absicht": bool(step and getattr(step.record, "absicht", None)),
        "fakten": [[name, _plain(value)] for name, value in _facts(catalog, item)],
    }
    return {key: value for key, value in values.items() if value not in (None, [], False)}


def _belongs_to(catalog: Catalog, item: Item) -> list[str]:
    """Return the projects and cases that lead to a guide, or to which it leads."""
    if not isinstance(item.record, Guide):
        return []
    there = [link.item for link in catalog.backlinks("leitfaeden", item.slug)]
    here = [catalog.get(ref.kind, ref.slug) for ref in catalog.references["leitfaeden", item.slug]]
    found = [other for other in (*there, *here) if other and other.kind.name in ("leitprojekte", "praxisbeispiele")]
    return sorted({f"{other.kind.name}/{other.slug}" for other in found})


def _places(record: Record) -> Iterator[str]:
    """Yield the municipalities that have a part in a record."""
    places: Iterable[str] = ()
    if isinstance(record, LeadProject):
        places = [record.federfuehrung, *record.beteiligte, *_users(record)]
    elif isinstance(record, PracticeCase):
        places = [record.kommune or UNKNOWN, *_users(record)]
    yield from (place for place in places if place != UNKNOWN)


def _users(record: LeadProject | PracticeCase) -> Iterator[str]:
    """Yield who has taken it over; who only means to has no part in it yet."""
    yield from (reuse.kommune for reuse in record.nachnutzung if reuse.kommune and not reuse.absicht)


def _size_elsewhere(catalog: Catalog, record: Record) -> str | None:
    """Return the size class of the model project to which a case belongs, where the class is one of ours."""
    if not isinstance(record, PracticeCase) or not record.modellprojekt:
        return None
    project = catalog.get("modellprojekte", record.modellprojekt)
    size = cast(ModelProject, project.record).groessenklasse if project else UNKNOWN
    return next((slug for slug, item in catalog.of("groessenklassen").items() if item.title == size), None)


def _facts(catalog: Catalog, item: Item) -> Iterator[tuple[str, Any]]:
    """Yield what stands in the rows of a comparison; what is unknown says so."""
    record = cast(Record, item.record)
    facets = facets_of(catalog, item)
    if isinstance(record, Municipality):
        yield from _town_facts(catalog, record)
    elif isinstance(record, LeadProject | PracticeCase):
        yield from _project_facts(catalog, record)
    elif isinstance(record, Guide):
        yield from (("Für wen", record.zielgruppe), ("Dauer", record.aufwand.dauer))
        yield from (("Personal", record.aufwand.personal), ("Kosten", record.aufwand.kosten))
    elif isinstance(record, ModelProject):
        yield from (("Motto", record.motto), ("Projekttitel", record.projekttitel))
    elif isinstance(record, Event):
        yield from (("Beginn", record.beginn.display), ("Ort", record.ort))
    elif isinstance(record, Format):
        yield from (("Turnus", record.turnus), ("Für wen", record.zielgruppe))
    yield from ((name, titles) for name, titles in facets.items() if name != "Art")
    yield "Stand der Angaben", record.stand.display


def _town_facts(catalog: Catalog, record: Municipality) -> Iterator[tuple[str, Any]]:
    people, area = record.einwohner, record.flaeche_km2
    yield "Einwohnerzahl", people.wert if people != UNKNOWN else UNKNOWN
    yield "Fläche in km²", area.wert if area != UNKNOWN else UNKNOWN
    yield "Besiedlung", record.besiedlung
    roles = [] if record.rollen == UNKNOWN else [catalog.get("rollen", role.rolle) for role in record.rollen]
    yield "Rollen im Netzwerk", [role.title for role in roles if role]
    yield "Motto", record.motto


def _project_facts(catalog: Catalog, record: LeadProject | PracticeCase) -> Iterator[tuple[str, Any]]:
    if isinstance(record, LeadProject):
        leader = catalog.get("kommunen", record.federfuehrung)
        yield "Federführung", leader.title if leader else UNKNOWN
        yield "Zeitraum", record.zeitraum
        yield "Gesamtkosten in Euro", record.kosten_euro
        yield "Nach dem Förderende", record.nach_foerderende
    else:
        yield "Träger", record.traeger
    transfer, source = record.uebertragbarkeit, record.open_source
    yield "Übertragbarkeit", transfer.stufe if transfer != UNKNOWN else UNKNOWN
    yield "Lizenz der Software", source.lizenz if source != UNKNOWN else UNKNOWN
    yield "Was nicht funktionierte", record.was_nicht_funktionierte


def _plain(value: Any) -> str:
    return show(value).striptags() if is_known(value) else UNKNOWN


# -- the questions ----------------------------------------------------------------------------------------------------


def _questions(catalog: Catalog) -> Markup:
    steps = [slug for slug in catalog.of("phasen") if any(r.phase == slug for r in catalog.records("leitfaeden"))]
    parts = [
        _select("kommune", "Ihre Kommune", "keine ausgewählt", _options(catalog, "kommunen")),
        _select("klasse", "oder: Größenklasse", "gleich welche", _options(catalog, "groessenklassen")),
        _select("kreis", "Kreis", "gleich welcher", _options(catalog, "kreise")),
        _select("phase", "Wo stehen Sie?", "gleich wo", [(slug, catalog.of("phasen")[slug].title) for slug in steps]),
    ]
    fields = Markup("").join(
        Markup('<label><input type="checkbox" name="feld" value="{}"> {}</label>').format(slug, title)
        for slug, title in _options(catalog, "handlungsfelder")
    )
    return Markup(
        '<section class="s-finden" data-finden aria-label="Ihre Angaben" hidden>\n<div class="s-finden__wahl">{}</div>\n'
        '<fieldset><legend>Worum geht es Ihnen?</legend><div class="s-finden__felder">{}</div></fieldset>\n</section>'
    ).format(Markup("").join(part for part in parts if part), fields)


def _options(catalog: Catalog, kind: str) -> list[tuple[str, str]]:
    return [(slug, item.title) for slug, item in catalog.of(kind).items()]


def _select(name: str, label: str, none: str, options: list[tuple[str, str]]) -> Markup:
    if not options:
        return Markup("")
    choices = Markup("").join(Markup('<option value="{}">{}</option>').format(*option) for option in options)
    return Markup(
        '<p><label for="{name}">{label}</label><select id="{name}" name="{name}"><option value="">{none}</option>{choices}</select></p>'
    ).format(name=name, label=label, none=none, choices=choices)
