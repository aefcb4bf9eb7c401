"""What the drawings of a biography show stands in words and tables too, completely and from both ends."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from schule.pages import PageSettings
from schule.pages.compile import page_recipes
from schule.pages.environment import make_environment
from schule.pages.space_time import by_place, in_order
from schule.project import Project
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def biography() -> tuple[Any, LexborHTMLParser]:
    catalog = load_project(Project(ROOT)).catalog
    slug, item = next(iter(catalog.of("biografien").items()))
    settings = PageSettings()
    environment = make_environment(ROOT / "overrides" / "records", ROOT / "content" / "geo", catalog, settings)
    page = page_recipes(Project(ROOT), environment, catalog, settings)[f"biografien/{slug}.md"]()
    assert page is not None
    return item.record, LexborHTMLParser(page.text)


def words(page: LexborHTMLParser, summary: str) -> list[str]:
    (found,) = [node for node in page.css("details") if node.css_first("summary").text() == summary]
    return [item.text().strip() for item in found.css("li")]


def test_every_milestone_stands_in_words_with_the_number_of_its_point(biography: tuple[Any, LexborHTMLParser]) -> None:
    record, page = biography
    lines = words(page, "Der Weg in Worten, Ort für Ort")
    text = "\n".join(lines)
    assert len(lines) == len(by_place(record.meilensteine))
    for number, milestone in enumerate(in_order(record.meilensteine), 1):
        assert f"{milestone.titel} ({number})" in text
    assert len(re.findall(r"\(\d+\)(?=;|$)", text, re.MULTILINE)) == len(record.meilensteine)


def test_every_relation_stands_in_words_and_at_both_actors(biography: tuple[Any, LexborHTMLParser]) -> None:
    record, page = biography
    names = {actor.slug: actor.name for actor in record.akteure}
    lines = words(page, "Die Karte in Worten")
    assert len(lines) == len(record.beziehungen)
    (region,) = page.css('[role="region"][aria-label="Akteure als Tabelle"]')
    rows = {row.css_first("th").text().strip(): row.css("td")[-1].text() for row in region.css("tbody tr")}
    for line, relation in zip(lines, record.beziehungen, strict=True):
        source, target = names[relation.von], names[relation.zu]
        assert line.startswith(f"{source} {relation.art} {target}")
        assert f"{relation.art}: {target}" in rows[source]
        assert f"{source} {relation.art} …" in rows[target]
