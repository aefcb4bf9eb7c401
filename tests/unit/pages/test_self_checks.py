"""Self-checks: every criterion of a catalogue is one labelled question, escaped, on a page of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml
from markdown import markdown
from selectolax.lexbor import LexborHTMLParser

from schule.pages.self_checks import ANSWERS, check_links, compile_self_checks
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS
from schule.records.knowledge import Guide
from schule.records.load import load_project
from schule.records.registers import Criterion, Source, Vocabulary

ROOT = Path(__file__).parents[3]


def entry(kind: str, slug: str, **fields: object) -> Item:
    model = {"kriterien": Criterion, "kriterienkataloge": Vocabulary, "quellen": Source}[kind]
    return Item(KINDS[kind], slug, model.model_validate({"slug": slug, **fields}), f"{kind}.yml")


@pytest.fixture
def catalog() -> Catalog:
    criteria = [
        entry("kriterien", "gang", titel="Gang & Takt", katalog="uhren", nummer="1", gruppe="Werk", frage="Geht sie <richtig>?", quellen=["handbuch"]),
        entry("kriterien", "klang", titel="Klang", katalog="uhren", nummer="2", frage='Klingt „sie“ *gut* und "voll"?', quellen=["handbuch"]),
    ]  # fmt: skip
    lists = [
        entry("kriterienkataloge", "uhren", titel="Gute Uhren", nummer=1, kurzbeschreibung="Zwei Fragen.", hinweis="Eigene Worte."),
        entry("kriterienkataloge", "leer", titel="Ohne Kriterien", nummer=2),
    ]  # fmt: skip
    return Catalog([*criteria, *lists, entry("quellen", "handbuch", titel="Uhrenbuch", zitat="Uhrenbuch, 1901.")])


def body(text: str) -> LexborHTMLParser:
    """The page as the reader's browser sees it."""
    return LexborHTMLParser(markdown(text.split("---\n", 2)[2], extensions=["attr_list", "md_in_html", "tables"]))


def head(text: str) -> dict[str, object]:
    return yaml.safe_load(text.split("---\n", 2)[1])


def test_a_catalogue_without_criteria_has_no_page(catalog: Catalog) -> None:
    assert [uri for uri, _ in compile_self_checks(catalog)] == ["selbstcheck/index.md", "selbstcheck/uhren.md"]


def test_a_school_without_criteria_has_no_self_checks() -> None:
    assert compile_self_checks(Catalog(())) == ()


def test_same_catalog_gives_the_same_bytes(catalog: Catalog) -> None:
    assert compile_self_checks(catalog) == compile_self_checks(Catalog(list(catalog)))


def test_every_question_is_a_fieldset_named_by_number_title_and_question(catalog: Catalog) -> None:
    page = body(dict(compile_self_checks(catalog))["selbstcheck/uhren.md"])
    legends = [" ".join(node.text().split()) for node in page.css("fieldset > legend")]
    assert legends == ["1 Gang & Takt Geht sie <richtig>?", '2 Klang Klingt „sie“ *gut* und "voll"?']


def test_every_answer_is_a_labelled_radio_of_its_own_group(catalog: Catalog) -> None:
    page = body(dict(compile_self_checks(catalog))["selbstcheck/uhren.md"])
    radios = [(node.attributes["name"], node.attributes["value"]) for node in page.css('label > input[type="radio"]')]
    assert radios == [(slug, answer) for slug in ("gang", "klang") for answer in ANSWERS]
    labels = {node.attributes["for"] for node in page.css("label[for]")}
    fields = {node.attributes["id"] for node in page.css("textarea, input[type=text]")}
    assert labels == fields == {"vorhaben", "notiz-gang", "notiz-klang"}


def test_nothing_can_be_submitted(catalog: Catalog) -> None:
    page = body(dict(compile_self_checks(catalog))["selbstcheck/uhren.md"])
    assert not page.css("form, button, input[type=submit]")


def test_page_asks_for_its_own_style_and_script_and_says_what_works_without(catalog: Catalog) -> None:
    text = dict(compile_self_checks(catalog))["selbstcheck/uhren.md"]
    meta = head(text)
    assert (meta["stile"], meta["skripte"]) == (["formular", "selbstcheck"], ["elemente", "eingaben", "selbstcheck"])
    for folder, ending, names in (("stylesheets", "css", meta["stile"]), ("javascripts", "js", meta["skripte"])):
        for name in names:
            assert (ROOT / "overrides/assets" / folder / f"{name}.{ending}").is_file()
    assert "Ohne JavaScript" in text


def test_overview_links_every_check_with_its_number_of_questions(catalog: Catalog) -> None:
    page = body(dict(compile_self_checks(catalog))["selbstcheck/index.md"])
    assert [(node.attributes["href"], node.text()) for node in page.css("li a")] == [
        ("/selbstcheck/uhren/", "Gute Uhren")
    ]
    assert page.css_first(".s-karte__fuss").text() == "2 Fragen"


def test_sources_of_catalogue_and_criteria_are_named_once(catalog: Catalog) -> None:
    page = body(dict(compile_self_checks(catalog))["selbstcheck/uhren.md"])
    links = [node.attributes["href"] for node in page.css(".s-herkunft a")]
    assert links == ["/datenquellen/#handbuch", "/kriterien/#gang"]


def test_a_criterion_of_an_unknown_catalogue_is_left_to_the_check(catalog: Catalog) -> None:
    stray = entry("kriterien", "fremd", titel="Fremd", katalog="fehlt", nummer="1", frage="Wozu?", quellen=["handbuch"])
    pages = dict(compile_self_checks(Catalog([*catalog, stray])))
    assert "fremd" not in "".join(pages.values())


def test_guides_and_checks_name_each_other(catalog: Catalog) -> None:
    data = {
        "titel": "Uhr & Zeit", "kurzbeschreibung": "Kurz.", "zielgruppe": ["alle"], "phase": "planen", "aufwand": {}, "version": "1.0",
        "selbstchecks": ["uhren", "leer", "fehlt"], "quellen": ["handbuch"], "stand": "2025", "text": "Text",
    }  # fmt: skip
    guide = Item(KINDS["leitfaeden"], "uhr", Guide.model_validate(data), "guides/uhr.md")
    page = body(dict(compile_self_checks(Catalog([*catalog, guide])))["selbstcheck/uhren.md"])
    assert page.css_first("#leitfaeden").text() == "Leitfaden dazu"
    assert [(node.attributes["href"], node.text()) for node in page.css(".s-zeilen a")] == [
        ("/leitfaeden/uhr/", "Uhr & Zeit")
    ]
    assert check_links(catalog, ["uhren", "leer", "fehlt"]) == '<a href="/selbstcheck/uhren/">Gute Uhren</a>'
    assert "leitfaeden" not in dict(compile_self_checks(catalog))["selbstcheck/uhren.md"]


def test_every_check_of_the_real_school_has_a_guide() -> None:
    real = load_project(Project(ROOT)).catalog
    for uri, text in compile_self_checks(real)[1:]:
        assert body(text).css(".s-zeilen a"), uri


def test_real_catalogues_ask_every_criterion_once() -> None:
    real = load_project(Project(ROOT)).catalog
    pages = dict(compile_self_checks(real))
    asked = [node.attributes["data-frage"] for text in pages.values() for node in body(text).css("[data-frage]")]
    assert sorted(asked) == sorted(real.of("kriterien"))
    assert dataclasses.is_dataclass(next(iter(real.of("kriterien").values())))
