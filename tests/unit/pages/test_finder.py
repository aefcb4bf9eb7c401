"""„Was passt zu uns?“: the questions come from the vocabularies, the facts say what is unknown, nothing is invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from markdown import markdown
from selectolax.lexbor import LexborHTMLParser

from schule.pages.finder import RANKED, compile_finder, finder_data
from schule.records.catalog import Catalog
from schule.records.kinds import PAGES


def read(data: bytes) -> dict[str, Any]:
    text = data.decode("utf-8")
    assert text.startswith("window.schuleAuswahl={")
    assert text.endswith("};\n")
    return json.loads(text.removeprefix("window.schuleAuswahl=").removesuffix(";\n"))


@pytest.fixture(scope="module")
def facts(catalog: Catalog) -> dict[str, Any]:
    return read(finder_data(catalog, {"/leitprojekte/turmuhr-app/": "leitprojekte/turmuhr-app.html"}))


@pytest.fixture(scope="module")
def entries(facts: dict[str, Any]) -> Mapping[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in facts["datensaetze"]}


@pytest.fixture(scope="module")
def form(catalog: Catalog) -> LexborHTMLParser:
    text = dict(compile_finder(catalog))["passt-zu-uns/index.md"]
    return LexborHTMLParser(markdown(text.split("---\n", 2)[2], extensions=["md_in_html", "attr_list"]))


def test_a_school_without_projects_and_guides_has_no_finder() -> None:
    assert compile_finder(Catalog(())) == ()
    assert finder_data(Catalog(()), {}) == b""


def test_every_record_with_a_page_stands_in_the_facts_once(catalog: Catalog, facts: dict[str, Any]) -> None:
    assert [entry["id"] for entry in facts["datensaetze"]] == [
        f"{kind}/{slug}" for kind in PAGES for slug in catalog.of(kind)
    ]


def test_addresses_are_files_below_the_root_so_that_a_copy_on_a_disk_works(
    entries: Mapping[str, dict[str, Any]],
) -> None:
    assert entries["leitprojekte/turmuhr-app"]["url"] == "leitprojekte/turmuhr-app.html"
    assert entries["kommunen/ticktal"]["url"] == "kommunen/ticktal/"


def test_what_is_unknown_says_so_in_a_comparison(entries: Mapping[str, dict[str, Any]]) -> None:
    for entry in entries.values():
        assert all(value for _, value in entry["fakten"]), entry["id"]
        assert entry["fakten"][-1][0] == "Stand der Angaben"
    assert ["Besiedlung", "unbekannt"] in entries["kommunen/unruh"]["fakten"]


def test_a_project_names_the_municipalities_that_have_a_part_in_it(
    catalog: Catalog, entries: Mapping[str, dict[str, Any]]
) -> None:
    project: Any = catalog.of("leitprojekte")["turmuhr-app"].record
    expected = [project.federfuehrung, *project.beteiligte, *(reuse.kommune for reuse in project.nachnutzung)]
    assert entries["leitprojekte/turmuhr-app"]["orte"] == list(
        dict.fromkeys(slug for slug in expected if slug != "unbekannt")
    )
    assert entries["leitprojekte/turmuhr-app"]["orte"]


def test_a_guide_knows_the_projects_that_lead_to_it(entries: Mapping[str, dict[str, Any]]) -> None:
    assert "leitprojekte/turmuhr-app" in entries["leitfaeden/uhr-stellen"]["zu"]
    assert all("zu" not in entry for name, entry in entries.items() if not name.startswith("leitfaeden/"))


def test_same_catalog_gives_the_same_bytes(catalog: Catalog) -> None:
    assert finder_data(catalog, {}) == finder_data(catalog, {})


def test_no_text_can_close_the_script(catalog: Catalog) -> None:
    assert b"<" not in finder_data(catalog, {})


def test_every_question_has_a_label_and_offers_the_vocabulary(catalog: Catalog, form: LexborHTMLParser) -> None:
    selects = {node.attributes["name"]: node for node in form.css("select")}
    labels = {node.attributes["for"] for node in form.css("label[for]")}
    assert labels == set(selects)
    towns = [node.attributes["value"] for node in selects["kommune"].css("option")]
    assert towns == ["", *catalog.of("kommunen")]
    fields = [node.attributes["value"] for node in form.css('label > input[name="feld"]')]
    assert fields == list(catalog.of("handlungsfelder"))


def test_only_phases_with_a_guide_can_be_chosen(catalog: Catalog, form: LexborHTMLParser) -> None:
    offered = {node.attributes["value"] for node in form.css("#phase option")} - {""}
    assert offered == {guide.phase for guide in catalog.records("leitfaeden")}


def test_without_javascript_the_lists_are_offered(form: LexborHTMLParser) -> None:
    links = [node.attributes["href"] for node in form.css("noscript a")]
    assert links[:3] == [f"/{kind}/" for kind in RANKED]
    assert form.css_first("[data-finden]").attributes.get("hidden", "missing") is None


def test_no_link_to_self_checks_without_criteria(catalog: Catalog) -> None:
    assert not catalog.of("kriterien")
    assert "/selbstcheck/" not in "".join(text for _, text in compile_finder(catalog))
