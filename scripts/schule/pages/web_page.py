"""schema.org of the page itself, for every page: what kind of page it is, the way to it, and what it is about.

Takes the catalog and what a page says about itself; returns JSON-LD as plain data. A record's own data (``structured``)
becomes the main entity of its page. Without ``site_url`` nothing has an address: names and kinds still stand there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schule.pages.settings import PageSettings
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS, LISTS, PAGES, WITH_PAGES, Kind

_PLACES = ("kreise", "laender")
_OF_ADDRESS = {"/ueber/": "AboutPage", "/suche/": "SearchResultsPage"}


@dataclass(frozen=True)
class WebPage:
    """What a page says about itself; ``crumbs`` are titles and addresses of the pages above it."""

    address: str
    title: str
    description: str = ""
    kind: str = ""
    slug: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


def web_page_data(catalog: Catalog, page: WebPage, settings: PageSettings, site_name: str) -> dict[str, Any]:
    """Return the JSON-LD of a page as one graph: its main entity where there is one, the page, the website."""
    site: dict[str, Any] = {"@type": "WebSite", "name": site_name, "inLanguage": "de"}
    if settings.site_url:
        site |= {"@id": _full(settings, "/#website"), "url": _full(settings, "/")}
    if page.address == "/":
        return {"@context": "https://schema.org", **site, **_described(page), **_search(settings)}
    entity = _entity(catalog, page, settings)
    frame: dict[str, Any] = {"@type": _type(catalog, page), "name": page.title, "inLanguage": "de"}
    frame |= _described(page)
    if settings.site_url:
        frame |= {"@id": _full(settings, page.address + "#seite"), "url": _full(settings, page.address)}
    frame["isPartOf"] = {"@id": site["@id"]} if settings.site_url else site
    frame["breadcrumb"] = _way(page, settings)
    if entity and settings.site_url:
        frame["mainEntity"] = {"@id": entity["@id"]}
    graph = [entity, frame] if entity else [frame]
    return {"@context": "https://schema.org", "@graph": [*graph, *([site] if settings.site_url else [])]}


def _described(page: WebPage) -> dict[str, Any]:
    return {"description": page.description} if page.description else {}


def _search(settings: PageSettings) -> dict[str, Any]:
    if not settings.site_url:
        return {}
    target = {"@type": "EntryPoint", "urlTemplate": _full(settings, "/suche/") + "?q={search_term_string}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {"potentialAction": action}


def _entity(catalog: Catalog, page: WebPage, settings: PageSettings) -> dict[str, Any]:
    """Return what the page is about: a record, an entry of a list, or a list as a whole."""
    item = catalog.get(page.kind, page.slug) if page.kind in KINDS else None
    listed = _listed(page)
    if page.about:
        data = {key: value for key, value in page.about.items() if key != "@context"}
    elif item is not None and page.kind in WITH_PAGES:
        data = _entry(item, page)
    elif listed is not None:
        data = _list(catalog, listed, page)
    else:
        return {}
    return data | ({"@id": data.get("@id") or _full(settings, page.address)} if settings.site_url else {})


def _entry(item: Item, page: WebPage) -> dict[str, Any]:
    if item.kind.name in _PLACES:
        return {"@type": "AdministrativeArea", "name": item.title, **_described(page)}
    terms = {"@type": "DefinedTermSet", "name": item.kind.plural}
    return {"@type": "DefinedTerm", "name": item.title, "termCode": item.slug, "inDefinedTermSet": terms, **_described(page)}  # fmt: skip


def _list(catalog: Catalog, kind: Kind, page: WebPage) -> dict[str, Any]:
    if kind.name in ("begriffe", *WITH_PAGES) and kind.name not in _PLACES:
        return {"@type": "DefinedTermSet", "name": page.title, **_described(page)}
    data: dict[str, Any] = {"@type": "ItemList", "name": page.title}
    if len(_kinds_at(page)) == 1:  # a number says nothing where several lists share a page
        data["numberOfItems"] = len(catalog.of(kind.name))
    return data


def _type(catalog: Catalog, page: WebPage) -> str:
    if page.kind in KINDS and catalog.get(page.kind, page.slug):
        return "ItemPage"
    if _listed(page):
        return "CollectionPage"
    return _OF_ADDRESS.get(page.address, "WebPage")


def _listed(page: WebPage) -> Kind | None:
    """Return the kind whose list a page is; of several on one page the first."""
    return next(iter(_kinds_at(page)), None)


def _kinds_at(page: WebPage) -> list[Kind]:
    return [kind for kind in (*PAGES.values(), *LISTS.values()) if kind.index == page.address]


def _way(page: WebPage, settings: PageSettings) -> dict[str, Any]:
    steps = [("Start", "/"), *page.crumbs, (page.title, page.address)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": title}
            | ({"item": _full(settings, address)} if settings.site_url else {})
            for place, (title, address) in enumerate(steps, 1)
        ],
    }


def _full(settings: PageSettings, address: str) -> str:
    return settings.site_url.rstrip("/") + address
