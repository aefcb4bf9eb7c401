"""Forms made from the models: every field once, labelled, required where the model says so, choices from the school."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from markdown import markdown
from selectolax.lexbor import LexborHTMLParser

from schule.pages.contribution import compile_contribution
from schule.pages.settings import PageSettings
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.fields import fields_of
from schule.records.kinds import PAGES
from schule.records.load import load_project
from schule.records.offered import KINDS_WITH_FORM, offered_kinds
from tests.unit.invented_school import build_school

ROOT = Path(__file__).parents[3]
SHEET = "/handouts/vorlagen/blatt.docx"


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return load_project(build_school(tmp_path)).catalog


def forms(catalog: Catalog, settings: PageSettings | None = None, sheet: str = "") -> dict[str, str]:
    return dict(compile_contribution(catalog, settings or PageSettings(), sheet))


def body(text: str) -> LexborHTMLParser:
    """The page as the reader's browser sees it."""
    return LexborHTMLParser(markdown(text.split("---\n", 2)[2], extensions=["attr_list", "md_in_html", "tables"]))


@pytest.fixture(scope="module")
def real() -> Catalog:
    return load_project(Project(ROOT)).catalog


def test_a_form_needs_the_lists_from_which_it_chooses(catalog: Catalog) -> None:
    assert [kind.name for kind in offered_kinds(catalog)] == list(KINDS_WITH_FORM)
    without = Catalog(item for item in catalog if item.kind.name != "veranstaltungsarten")
    assert "beitragen/veranstaltungen.md" not in forms(without)
    assert forms(Catalog(())) == {}


def test_same_catalog_gives_the_same_bytes(catalog: Catalog) -> None:
    assert forms(catalog) == forms(Catalog(list(catalog)))


@pytest.mark.parametrize("name", KINDS_WITH_FORM)
def test_every_field_of_the_model_stands_once_in_the_form_or_is_the_editors(real: Catalog, name: str) -> None:
    page = body(forms(real)[f"beitragen/{name}.md"])
    shown = [
        node.attributes["data-feld"]
        for node in page.css("[data-feld]")
        if node.parent and not _inside_field(node)
    ]  # fmt: skip
    editorial = {"belege", "weiterleitungen", "pruefen_bis", "lizenz", "hinweise"}
    assert len(shown) == len(set(shown))
    assert set(shown) == ({field.name for field in fields_of(PAGES[name].model)} - editorial) | {"neue_quellen"}
    order = (page.css_first("[data-beitrag]").attributes["data-reihenfolge"] or "").split()
    assert set(order) == set(shown) - {"neue_quellen"}
    assert order[:2] == ["titel", "kurzbeschreibung"]


def _inside_field(node) -> bool:  # type: ignore[no-untyped-def]
    parent = node.parent
    while parent is not None:
        if "data-feld" in (parent.attributes or {}):
            return True
        parent = parent.parent
    return False


@pytest.mark.parametrize("name", KINDS_WITH_FORM)
def test_required_fields_are_marked_for_eyes_and_machines(real: Catalog, name: str) -> None:
    page = body(forms(real)[f"beitragen/{name}.md"])
    for field in fields_of(PAGES[name].model):
        node = page.css_first(f"[data-feld={field.name}]")
        if node is None or (node.tag == "fieldset" and not field.required):
            continue
        assert ("data-pflicht" in node.attributes) == field.required, field.name
        assert ("Pflichtfeld" in node.css_first("label, legend").text()) == field.required, field.name


def test_choices_are_those_of_the_school_and_of_the_kind(catalog: Catalog) -> None:
    page = body(forms(catalog)["beitragen/leitprojekte.md"])
    assert [option.attributes["value"] for option in page.css("#f-phase option")] == ["", "laufend", "unbekannt"]
    assert [option.attributes["value"] for option in page.css("#f-art option")] == ["", "lokal"]
    assert [box.attributes["value"] for box in page.css("[data-feld=handlungsfelder] input")] == ["wasser"]
    assert "Wasser & Ufer" in page.css_first("[data-feld=handlungsfelder]").text()


def test_long_lists_are_searched_by_title(real: Catalog) -> None:
    page = body(forms(real)["beitragen/praxisbeispiele.md"])
    list_id = page.css_first("#f-kommune").attributes["list"]
    values = {option.attributes["value"]: option.attributes["data-slug"] for option in page.css(f"#{list_id} option")}
    assert len(values) == len(real.of("kommunen"))
    assert set(values.values()) == set(real.of("kommunen"))


def test_operators_addresses_are_passed_on(catalog: Catalog) -> None:
    settings = PageSettings(repo_url="https://github.com/ort/schule", region={"kontakt": "a@example.org"})
    form = body(forms(catalog, settings)["beitragen/praxisbeispiele.md"]).css_first("[data-beitrag]")
    assert form.attributes["data-kontakt"] == "a@example.org"
    assert form.attributes["data-ticket"] == "https://github.com/ort/schule/issues/new"
    bare = body(forms(catalog)["beitragen/praxisbeispiele.md"]).css_first("[data-beitrag]")
    assert "data-ticket" not in bare.attributes


def test_without_scripts_a_page_names_the_other_ways(catalog: Catalog) -> None:
    text = forms(catalog, sheet=SHEET)["beitragen/praxisbeispiele.md"]
    assert "braucht JavaScript" in text
    assert 'href="/beitragen/praxisbeispiele.yml"' in text
    assert f'href="{SHEET}"' in text
    assert "Word-Datei" not in forms(catalog)["beitragen/praxisbeispiele.md"]
    assert SHEET in forms(catalog, sheet=SHEET)["beitragen/index.md"]


def test_scripts_and_styles_of_the_form_exist(catalog: Catalog) -> None:
    meta = yaml.safe_load(forms(catalog)["beitragen/praxisbeispiele.md"].split("---\n", 2)[1])
    for folder, ending, names in (("stylesheets", "css", meta["stile"]), ("javascripts", "js", meta["skripte"])):
        for name in names:
            assert (ROOT / "overrides/assets" / folder / f"{name}.{ending}").is_file()


def test_titles_of_the_school_cannot_become_markup(tmp_path: Path) -> None:
    project = build_school(tmp_path)
    path = tmp_path / "content/vokabular/projektarten.yml"
    path.write_text('- slug: lokal\n  titel: "<b>Lokal</b> & \\"so\\""\n', encoding="utf-8")
    page = body(forms(load_project(project).catalog)["beitragen/leitprojekte.md"])
    assert page.css("#f-art option")[1].text() == '<b>Lokal</b> & "so"'
