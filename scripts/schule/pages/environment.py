"""The Jinja environment of the record templates: strict, escaping, each template compiled once.

Templates see the catalog, the settings and a few functions that turn values and references into safe HTML. A name
that does not exist is an error of the template, never an empty place on a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from schule.pages import grouping
from schule.pages.actor_map import actor_map
from schule.pages.audit import read_audit
from schule.pages.display import UNKNOWN_HTML, bullet_list, format_number, host_of, is_known, show, show_date
from schule.pages.editorial import figure_text
from schule.pages.expertise import knowledge_by_field
from schule.pages.growth import dated_figures, growth_chart, growth_steps
from schule.pages.jinja import QuickEnvironment
from schule.pages.links import Linker
from schule.pages.map import density, load_map, locator_map, overview_map
from schule.pages.markdown import escape_markdown, footnote_definitions, prepare_text
from schule.pages.matrix import coverage, role_counts, several_roles, shares
from schule.pages.related import related_records
from schule.pages.remarks import days_to_answer, remark_groups, remarks_about
from schule.pages.self_checks import check_links
from schule.pages.settings import PageSettings
from schule.pages.similar import similar_municipalities
from schule.pages.space_time import by_place, in_order, space_time_path
from schule.pages.terms import TermIndex
from schule.pages.transfer import Transfers
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS
from schule.records.knowledge import Biography
from schule.records.offered import form_address, offered_kinds
from schule.records.places import Municipality


def make_environment(folder: Path, geo: Path, catalog: Catalog, settings: PageSettings) -> Environment:
    """Return the environment for the templates in ``folder``, bound to one catalog and the boundaries in ``geo``.

    The folder that holds ``geo`` is the content: the result of the accessibility tests is read from there when asked for.
    """
    environment = QuickEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        md=escape_markdown, text=prepare_text, zahl=format_number, datum=show_date, wert=show, liste=bullet_list,
        host=host_of, flach=flatten,
    )  # fmt: skip
    environment.tests["bekannt"] = is_known
    environment.globals.update(catalog=catalog, settings=settings, kinds=KINDS, unbekannt=UNKNOWN_HTML)
    environment.globals.update(_functions(catalog))
    environment.globals.update(_drawings(catalog, geo))
    environment.globals["pruefung"] = cache(lambda: read_audit(geo.parent))
    return environment


def flatten(html: Markup) -> Markup:
    """Return HTML without line breaks and indentation, so that Markdown takes it for one block."""
    lines = [stripped for line in str(html).splitlines() if (stripped := line.strip())]
    return Markup("\n".join([*lines, ""]))  # noqa: S704 - it was HTML before


def _functions(catalog: Catalog) -> dict[str, Any]:
    linker, transfers = Linker(catalog), Transfers(catalog)
    # Worked out when a template asks for the first time: most pages of the preview need neither.
    similar = cache(lambda: similar_municipalities(catalog))
    terms = cache(lambda: TermIndex(catalog))

    def related(item: Item) -> Any:
        return related_records(catalog, item)

    def footnotes(text: str) -> Markup:
        return footnote_definitions(text, linker.cite_markdown)

    def by_field(kind: str, field: str, order: str) -> list[grouping.Group]:
        return grouping.by_vocabulary(catalog, kind, field, order)

    def sources(records: Iterable[Any]) -> list[Item]:
        found = {item.slug: item for record in records for item in linker.sources(record)}
        return list(found.values())

    return {
        "link": linker.link,
        "links": linker.links,
        "to": linker.to,
        "title": linker.title,
        "stufe": linker.level,
        "beleg": linker.evidence,
        "zitat": linker.cite,
        "quellen": linker.sources,
        "alle_quellen": sources,
        "extern": linker.outside,
        "wert_der": figure_text,
        "related": related,
        "aehnliche": lambda slug: similar().get(slug, ()),
        "herkunft_von": transfers.origins,
        "nutzende_von": transfers.users,
        "austausch": transfers.of_town,
        "abdeckung": lambda field: coverage(catalog, field),
        "anteile": lambda: shares(catalog),
        "beitrittsfolge": lambda: growth_steps(catalog),
        "datierte_zahlen": dated_figures,
        "wachstumsbild": growth_chart,
        "rollenzahlen": lambda: role_counts(catalog),
        "mit_mehreren_rollen": lambda: several_roles(catalog),
        "formulare": {kind.name: form_address(kind) for kind in offered_kinds(catalog)},
        "wissen_nach_feld": cache(lambda: knowledge_by_field(catalog)),
        "selbstchecks": lambda catalogues: check_links(catalog, catalogues),
        "hinweise_zu": lambda item: remarks_about(catalog, item),
        "hinweise_nach_stand": lambda: remark_groups(catalog),
        "antwortzeit": lambda: days_to_answer(catalog),
        "terms_of": lambda item: terms().terms_of(item),
        "uses_of": lambda slug: terms().uses_of(slug),
        "fussnoten": footnotes,
        "by_field": by_field,
        "by_year": grouping.by_year,
        "by_text": grouping.by_text,
        "by_letter": grouping.by_letter,
    }


def _drawings(catalog: Catalog, geo: Path) -> dict[str, Any]:
    region = load_map(geo)

    districts: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for slug, item in catalog.of("kommunen").items():
        if isinstance(item.record, Municipality):
            districts.setdefault(item.record.kreis, []).append(item.record.ags)
            keys[slug] = item.record.ags

    def places(slugs: Iterable[str], name: str) -> Markup:
        return locator_map(region, [keys[slug] for slug in dict.fromkeys(slugs) if slug in keys], name)

    def path(record: Biography) -> Markup:
        return space_time_path(
            record.meilensteine, f"Raum-Zeit-Pfad: {record.titel}. Die Tabelle darunter sagt dasselbe."
        )

    def actors(record: Biography) -> Markup:
        name = f"Akteurskarte: {record.titel}. Die Tabelle darunter sagt dasselbe."
        return actor_map(record.akteure, record.beziehungen, name)

    return {
        "uebersichtskarte": lambda name: overview_map(region, catalog, name),
        "dichte": density,
        "lagekarte": lambda ags, name: locator_map(region, [ags], f"Lage von {name} in der Region"),
        "kreiskarte": lambda slug: locator_map(region, districts.get(slug, []), "Lage des Kreises in der Region"),
        "ortekarte": places,
        "raum_zeit_pfad": path,
        "nach_datum": in_order,
        "nach_orten": by_place,
        "akteurskarte": actors,
        "namen_der_akteure": lambda record: {actor.slug: actor.name for actor in record.akteure},
    }
