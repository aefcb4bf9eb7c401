"""Every page says what it is (schema.org): its kind, the way to it, what it is about; nothing invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from schule.pages.settings import PageSettings
from schule.pages.web_page import WebPage, web_page_data
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS

ADDRESS = PageSettings(site_url="https://schule.example.org/unter/")


def word(kind: str, slug: str, title: str) -> Item:
    return Item(KINDS[kind], slug, KINDS[kind].model.model_validate({"slug": slug, "titel": title}), "x.yml")


CATALOG = Catalog([word("handlungsfelder", "zeit", "Zeit"), word("kreise", "uhrenkreis", "Uhrenkreis"), word("phasen", "laufend", "Laufend")])  # fmt: skip


def graph(page: WebPage, settings: PageSettings = ADDRESS) -> list[dict[str, Any]]:
    data = web_page_data(CATALOG, page, settings, "Schule")
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data.get("@graph") or [data]
    return nodes


def types(page: WebPage, settings: PageSettings = ADDRESS) -> list[str]:
    return [node["@type"] for node in graph(page, settings)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (WebPage("/", "Start"), ["WebSite"]),
        (WebPage("/handbuch/web-texte/", "Web-Texte"), ["WebPage", "WebSite"]),
        (WebPage("/ueber/", "Über"), ["AboutPage", "WebSite"]),
        (WebPage("/suche/", "Suche"), ["SearchResultsPage", "WebSite"]),
        (WebPage("/kommunen/", "Kommunen"), ["ItemList", "CollectionPage", "WebSite"]),
        (WebPage("/handlungsfelder/", "Felder"), ["DefinedTermSet", "CollectionPage", "WebSite"]),
        (WebPage("/handlungsfelder/zeit/", "Zeit", kind="handlungsfelder", slug="zeit"), ["DefinedTerm", "ItemPage", "WebSite"]),
        (WebPage("/kreise/uhrenkreis/", "U", kind="kreise", slug="uhrenkreis"), ["AdministrativeArea", "ItemPage", "WebSite"]),
        (WebPage("/daten/", "Daten", about={"@context": "x", "@type": "DataCatalog"}), ["DataCatalog", "WebPage", "WebSite"]),
    ],
)  # fmt: skip
def test_every_kind_of_page_has_its_type(page: WebPage, expected: list[str]) -> None:
    assert types(page) == expected


def test_the_way_to_the_page_begins_at_the_start_and_ends_here() -> None:
    page = WebPage("/sdg/11/", "Städte", crumbs=[("Ziele", "/sdg/")])
    steps = graph(page)[0]["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"].removeprefix(ADDRESS.site_url)) for step in steps] == [
        (1, "Start", ""), (2, "Ziele", "sdg/"), (3, "Städte", "sdg/11/"),
    ]  # fmt: skip


def test_a_record_is_the_main_entity_of_its_page() -> None:
    about = {"@context": "https://schema.org", "@type": "City", "@id": "https://schule.example.org/unter/kommunen/x/"}
    entity, page, site = graph(WebPage("/kommunen/x/", "X", kind="kommunen", slug="x", about=about))
    assert "@context" not in entity
    assert page["mainEntity"] == {"@id": entity["@id"]}
    assert page["isPartOf"] == {"@id": site["@id"]}
    assert page["@id"] != entity["@id"]


def test_without_an_address_there_is_none_anywhere() -> None:
    for page in (WebPage("/", "Start"), WebPage("/kommunen/", "Kommunen"), WebPage("/kreise/u/", "U", "d", "kreise", "u", [("Kreise", "/kreise/")])):  # fmt: skip
        text = json.dumps(web_page_data(CATALOG, page, PageSettings(), "Schule"))
        assert "http" not in text.replace("https://schema.org", "")
        assert '"@id"' not in text
        assert '"item"' not in text


def test_a_page_of_several_lists_names_no_number() -> None:
    assert graph(WebPage("/phasen/", "Phasen"))[0]["@type"] == "DefinedTermSet"
    assert graph(WebPage("/kommunen/", "Kommunen"))[0]["numberOfItems"] == 0
    assert "numberOfItems" not in graph(WebPage("/vokabelheft/listen/", "Listen"))[0]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)


def test_the_start_page_offers_the_search() -> None:
    (site,) = graph(WebPage("/", "Start", "Eine Schule."))
    assert site["potentialAction"]["target"]["urlTemplate"] == "https://schule.example.org/unter/suche/?q={search_term_string}"  # fmt: skip
    assert "Eine Schule." in list(strings(site))
