"""Who took over what from whom: both directions, from every end, and never more than the records say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from schule.pages import CompiledPage, PageSettings
from schule.pages.compile import page_recipes
from schule.pages.environment import make_environment
from schule.pages.transfer import Transfers
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]
BASE: dict[str, Any] = {"kurzbeschreibung": "x", "quellen": ["a"], "stand": "2026-01-02", "phase": "laufend", "phase_stand": "2025"}  # fmt: skip
# The rows that the box must have on every page, known or not.
ROWS = [
    "Übertragbarkeit", "Voraussetzungen", "Lizenz der Software", "Quelltext", "Freie Alternativen geprüft",
    "Übernommen oder gelernt von", "Weitergegeben an",
]  # fmt: skip


def project(slug: str, lead: str = "unbekannt", **fields: Any) -> Item:
    model = KINDS["leitprojekte"].model
    data = {**BASE, "titel": slug.upper(), "art": "lokal", "federfuehrung": lead, **fields}
    return Item(KINDS["leitprojekte"], slug, model.model_validate(data), "x.yml")


def town(slug: str) -> Item:
    unknown = dict.fromkeys(("einwohner", "groessenklasse", "flaeche_km2", "lage", "rollen", "beitritt"), "unbekannt")
    base = {key: BASE[key] for key in ("kurzbeschreibung", "quellen", "stand")}
    data = {**base, "titel": slug.capitalize(), "ags": "01001001", "kreis": "k", "art": "Stadt", **unknown}
    return Item(KINDS["kommunen"], slug, KINDS["kommunen"].model.model_validate(data), "x.yml")


@pytest.fixture
def transfers() -> Transfers:
    return Transfers(
        Catalog(
            [
                town("nord"), town("sued"),
                project("app", "nord", nachnutzung=[{"kommune": "sued", "seit": "2024", "absicht": "ja"}, {"wer": "Weit weg"}]),
                project("kopie", "sued", uebernommen_aus=[{"von": "Nord", "kommune": "nord", "datensatz": "leitprojekte/app", "wie": "als Kopie"}]),
                project("fremd", "sued", uebernommen_aus=[{"von": "Verein"}]),
            ]
        )
    )  # fmt: skip


def words(steps: Any) -> list[tuple[str, str]]:
    return [(step.solution.slug, step.other.slug if step.other else step.name) for step in steps]


def test_a_solution_names_its_users_and_the_copies_that_name_it(transfers: Transfers) -> None:
    app = transfers._catalog.of("leitprojekte")["app"]
    assert words(transfers.users(app)) == [("app", "sued"), ("app", "Weit weg"), ("app", "kopie")]
    assert [step.intended for step in transfers.users(app)] == [True, False, False]
    assert transfers.origins(app) == ()


def test_a_copy_names_where_it_came_from(transfers: Transfers) -> None:
    copy = transfers._catalog.of("leitprojekte")["kopie"]
    (step,) = transfers.origins(copy)
    assert (step.name, step.other.slug if step.other else "", step.how) == ("Nord", "app", "als Kopie")
    assert transfers.users(copy) == ()


def test_a_town_sees_both_directions_and_nothing_twice(transfers: Transfers) -> None:
    assert words(transfers.of_town("nord").given) == [("app", "sued"), ("app", "Weit weg"), ("app", "kopie")]
    assert transfers.of_town("nord").taken == ()
    assert words(transfers.of_town("sued").taken) == [("app", "sued"), ("kopie", "app"), ("fremd", "Verein")]
    assert transfers.of_town("sued").given == ()
    assert transfers.of_town("gibt-es-nicht").given == ()


@pytest.mark.parametrize("uri", ["leitprojekte/turmuhr-app.md", "praxisbeispiele/sonnenuhr.md"])
def test_the_box_tells_the_same_from_both_ends(uri: str, pages: Mapping[str, CompiledPage]) -> None:
    box = LexborHTMLParser(pages[uri].text[pages[uri].text.index('<section class="s-transfer"') :])
    rows = {node.css_first("dt").text(): node.css_first("dd").text() for node in box.css("dl > div")}
    if uri.startswith("leitprojekte"):
        assert "Unruh, seit 2024: als Kopie" in rows["Weitergegeben an"]
        assert "Sonnenuhr, seit 2019: das Zifferblatt" in rows["Weitergegeben an"]
        assert rows["Übernommen oder gelernt von"] == "unbekannt"
    else:
        assert "Uhrenfreunde Ticktal (Turmuhr_App *zwei*), seit 2019: das Zifferblatt" in rows["Übernommen oder gelernt von"]  # fmt: skip
        assert rows["Weitergegeben an"] == "unbekannt"


def test_every_project_and_case_has_every_row_of_the_box() -> None:
    project_ = Project(ROOT)
    catalog = load_project(project_).catalog
    settings = PageSettings()
    environment = make_environment(ROOT / "overrides" / "records", ROOT / "content" / "geo", catalog, settings)
    recipes = page_recipes(project_, environment, catalog, settings)
    uris = [f"{kind}/{slug}.md" for kind in ("leitprojekte", "praxisbeispiele") for slug in catalog.of(kind)]
    assert len(uris) > 100
    for uri in uris:
        page = recipes[uri]()
        assert page is not None
        box = page.text[page.text.index('<section class="s-transfer"') :]
        box = box[: box.index("</section>")]
        missing = [row for row in ROWS if f"<dt>{row}</dt>" not in box]
        assert not missing, (uri, missing)
        assert "<dt>Aufwand</dt>" in box or all(f"<dt>{row}</dt>" in box for row in ("Kosten", "Personal", "Dauer")), (
            uri
        )
        assert "Was nicht funktionierte" in box, uri
        assert ("<dt>Nach dem Förderende</dt>" in box) is uri.startswith("leitprojekte"), uri
