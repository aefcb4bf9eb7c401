"""Editorial pages may quote from the records, so that no number is typed twice.

An editor writes ``{{ anzahl kommunen }}`` (how many records of a kind), ``{{ kennzahl einwohner }}`` (a figure of the
register), ``{{ titel leitprojekte/soestapp }}`` (a link to a record), ``{{ einstellung herausgeber }}`` (what the operator
has set in mkdocs.yml, or a gap that says so) or ``{{ baustein wege }}`` (a prepared part:
``overrides/records/baustein-wege.md.j2``). Pages without such a place are left to the renderer as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup, escape

from schule.pages.display import format_number
from schule.pages.settings import PageSettings
from schule.records.catalog import Catalog
from schule.records.kinds import KINDS
from schule.records.registers import Figure
from schule.records.values import UNKNOWN

_PLACE = re.compile(r"`[^`\n]*`|\{\{\s*(\w+)\s+([\w/.-]+)\s*\}\}")  # what stands in code stays as it is


class EditorialError(Exception):
    """A page quotes something that does not exist; the message is for the editor, in German."""


def compile_editorial(text: str, environment: Environment, catalog: Catalog) -> str | None:
    """Return the page with its quotations filled in, or None where it has none. Raises EditorialError."""
    if not any(match[1] for match in _PLACE.finditer(text)):
        return None

    def fill(match: re.Match[str]) -> str:
        word, argument = match.groups()
        if not word:
            return match.group()
        if word == "baustein":
            return _part(environment, argument)
        if word == "einstellung":
            return setting_text(cast(PageSettings, environment.globals["settings"]), argument)
        value = {"anzahl": _count, "kennzahl": _figure, "titel": _title}.get(word)
        if value is None:
            raise EditorialError(f"„{match.group()}“: Erlaubt sind anzahl, kennzahl, titel, einstellung und baustein.")
        return value(catalog, argument)

    return _PLACE.sub(fill, text)


def setting_text(settings: PageSettings, name: str) -> str:
    """Return what the operator has set, as HTML; ``name`` may lead into a group (``barrierefreiheit.durchsetzung``)."""
    value: Any = {**settings.region, "site_url": settings.site_url}
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value and not isinstance(value, Mapping):
        return str(escape(value))
    return str(Markup('<span class="s-luecke">unbekannt: trägt der Betreiber ein („{}“)</span>').format(name))


def _count(catalog: Catalog, kind: str) -> str:
    if kind not in KINDS:
        raise EditorialError(f"„{kind}“ ist keine Art von Datensätzen. Es gibt: {', '.join(KINDS)}.")
    return format_number(len(catalog.of(kind)))


def figure_text(figure: Figure) -> str:
    """Return a figure as readers see it: precision, value or range; the unit stands beside it."""
    if figure.wert == UNKNOWN:
        return "unbekannt"
    if figure.einheit == "Jahr":
        return str(figure.wert)
    text = format_number(figure.wert)
    if figure.wert_bis is not None:
        text += f" bis {format_number(figure.wert_bis)}"
    return f"{figure.genauigkeit} {text}" if figure.genauigkeit else text


def _figure(catalog: Catalog, slug: str) -> str:
    item = catalog.get("kennzahlen", slug)
    if item is None:
        raise EditorialError(f"Die Kennzahl „{slug}“ gibt es nicht (Register „kennzahlen“).")
    return str(Markup('<a href="{}">{}</a>').format(item.address, figure_text(cast(Figure, item.record))))


def _title(catalog: Catalog, reference: str) -> str:
    kind, _, slug = reference.partition("/")
    item: Any = catalog.get(kind, slug) if kind in KINDS else None
    if item is None:
        raise EditorialError(f"Den Datensatz „{reference}“ gibt es nicht.")
    return str(Markup('<a href="{}">{}</a>').format(item.address, item.title))


def _part(environment: Environment, name: str) -> str:
    try:
        return environment.get_template(f"baustein-{name}.md.j2").render()
    except TemplateNotFound as error:
        raise EditorialError(f"Den Baustein „{name}“ gibt es nicht.") from error
