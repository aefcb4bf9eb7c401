"""Numbers on the pages of the network and of the model projects are counted from the records, each thing once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from schule.pages import PageSettings
from schule.pages.compile import page_recipes
from schule.pages.environment import make_environment
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]
_Page = Callable[[str], LexborHTMLParser]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_project(Project(ROOT)).catalog


@pytest.fixture(scope="module")
def page(catalog: Catalog) -> _Page:
    settings = PageSettings()
    environment = make_environment(ROOT / "overrides" / "records", ROOT / "content" / "geo", catalog, settings)
    recipes = page_recipes(Project(ROOT), environment, catalog, settings)

    def compiled(uri: str) -> LexborHTMLParser:
        found = recipes[uri]()
        assert found is not None
        return LexborHTMLParser(found.text)

    return compiled


def table(page: LexborHTMLParser, name: str) -> list[list[str]]:
    (region,) = page.css(f'[role="region"][aria-label="{name}"] table')
    return [[cell.text().strip() for cell in row.css("th, td")] for row in region.css("tbody tr")]


def test_commitments_stand_as_the_records_have_them(catalog: Catalog, page: _Page) -> None:
    rows = {row[0]: row[1:] for row in table(page("netz/index.md"), "Selbstverpflichtungen und Kommunen")}
    goals = list(catalog.of("selbstverpflichtungen"))
    records = [record for record in catalog.records("kommunen") if record.selbstverpflichtungen]
    assert rows.keys() == {record.titel for record in records}
    for record in records:
        known = {commitment.ziel: commitment.stand for commitment in record.selbstverpflichtungen}
        assert rows[record.titel] == [known.get(goal, "unbekannt") for goal in goals]


def test_mottos_are_those_that_are_known(catalog: Catalog, page: _Page) -> None:
    rows = table(page("netz/index.md"), "Leitsätze der Kommunen")
    known = {record.titel: record.motto for record in catalog.records("kommunen") if record.motto != "unbekannt"}
    assert {row[0] for row in rows} == set(known)
    assert all(row[1].startswith(known[row[0]]) for row in rows)


def test_joined_and_unknown_add_up_to_all(catalog: Catalog, page: _Page) -> None:
    text = page("netz/index.md").text()
    joined = [record for record in catalog.records("kommunen") if record.beitritt != "unbekannt"]
    everyone = len(catalog.of("kommunen"))
    assert (
        f"Mit Namen belegt sind {len(joined)} von {everyone} Kommunen. Bei den übrigen {everyone - len(joined)}" in text
    )


def test_strategies_and_case_studies_are_counted(catalog: Catalog, page: _Page) -> None:
    projects = catalog.records("modellprojekte")
    strategies = [record.strategie for record in projects if record.strategie]
    studies = [strategy for strategy in strategies if strategy.fallstudie == "ja"]
    modelled = page("modellprojekte/index.md")
    assert f"stehen {len(strategies)} von {len(projects)} Projekten, {len(studies)} davon mit Fallstudie" in modelled.text()  # fmt: skip
    rows = [row for number in ("1", "2", "3") for row in table(modelled, f"Modellprojekte der Staffel {number}")]
    assert len(rows) == len(projects)
    assert sum(row[-1] == "ja" for row in rows) == len(studies)
    assert sum(bool(row[-2]) for row in rows) == len(strategies)
