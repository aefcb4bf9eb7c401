"""The growth of the network: known as known, unknown as unknown, and no number that the records do not hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from schule.pages.growth import dated_figures, growth_chart, growth_steps
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]


def town(name: str, joining: Any) -> Item:
    unknown = dict.fromkeys(("einwohner", "groessenklasse", "flaeche_km2", "lage", "rollen"), "unbekannt")
    base = {"titel": name.capitalize(), "kurzbeschreibung": "x", "quellen": ["a"], "stand": "2026-01-02", "ags": "01001001", "kreis": "k", "art": "Stadt"}  # fmt: skip
    record = KINDS["kommunen"].model.model_validate({**base, **unknown, "beitritt": joining})
    return Item(KINDS["kommunen"], name, record, "x.yml")


def figure(slug: str, value: Any, day: str, level: str = "belegt") -> Item:
    data = {"slug": slug, "titel": slug, "gruppe": "g", "wert": value, "zaehlt": "x", "stand": day, "stufe": level, "quellen": ["a"]}  # fmt: skip
    return Item(KINDS["kennzahlen"], slug, KINDS["kennzahlen"].model.model_validate(data), "x.yml")


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(
        [
            town("spaet", {"datum": "unbekannt", "spaetestens": "2021-10", "form": "unbekannt"}),
            town("frueh", {"datum": "2020-05-01", "form": "unbekannt"}),
            town("auch", {"datum": "2021-10", "form": "unbekannt"}),
            town("ohne-datum", {"datum": "unbekannt", "form": "unbekannt"}),
            town("nie", "unbekannt"),
        ]
    )


def test_steps_are_in_time_and_say_how_exact_they_are(catalog: Catalog) -> None:
    found = [(step.date.text, step.exact, [item.slug for item in step.items], step.total) for step in growth_steps(catalog)]  # fmt: skip
    assert found == [
        ("2020-05-01", True, ["frueh"], 1),
        ("2021-10", True, ["auch"], 2),
        ("2021-10", False, ["spaet"], 3),
    ]


def test_only_figures_with_value_and_date_are_drawn() -> None:
    items = [figure("b", 15, "2022-01"), figure("a", 14, "2022-01"), figure("ohne", 5, "unbekannt"), figure("leer", "unbekannt", "2022")]  # fmt: skip
    assert [item.slug for item in dated_figures(items)] == ["a", "b"]


def test_drawing_marks_what_is_not_exact_and_keeps_marks_apart(catalog: Catalog) -> None:
    figures = dated_figures([figure("a", 3, "2021-10", "unklar"), figure("b", 3, "2021-10")])
    chart = LexborHTMLParser(str(growth_chart(growth_steps(catalog), figures, 5, "Name")))
    points = [(node.attributes["class"], node.css_first("text").text()) for node in chart.css("g.s-punkt")]
    assert points == [("s-punkt", "1"), ("s-punkt s-punkt--offen", "3")]
    squares = chart.css("g.s-zahlpunkt")
    assert [node.attributes["class"] for node in squares] == ["s-zahlpunkt s-zahlpunkt--offen", "s-zahlpunkt"]
    places = {(node.css_first("rect").attributes["x"], node.css_first("rect").attributes["y"]) for node in squares}
    assert len(places) == 2
    assert "alle 5 Kommunen" in chart.text()


def test_one_date_is_no_time_line(catalog: Catalog) -> None:
    assert growth_chart(growth_steps(catalog)[:1], (), 5, "Name") == ""


def test_the_region_shows_its_joinings_as_its_records_have_them() -> None:
    catalog = load_project(Project(ROOT)).catalog
    steps = growth_steps(catalog)
    joined = [record for record in catalog.records("kommunen") if record.beitritt != "unbekannt"]
    assert steps[-1].total == len(joined) == sum(len(step.items) for step in steps)
    assert [step.total for step in steps] == sorted(step.total for step in steps)
