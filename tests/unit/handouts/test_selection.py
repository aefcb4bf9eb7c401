"""People find records by what they remember of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schule.handouts.selection import NothingFoundError, by_event, by_facets, by_names, read_list
from schule.records.catalog import Catalog, Item
from schule.records.load import load_project
from tests.unit.invented_school import build_school


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    loaded = load_project(build_school(tmp_path_factory.mktemp("schule")))
    assert loaded.findings == ()
    return loaded.catalog


def names(items: list[Item]) -> list[str]:
    return [item.slug for item in items]


@pytest.mark.parametrize(
    "name",
    [
        "pegel-app",
        "leitprojekte/pegel-app",
        "/leitprojekte/pegel-app/",
        "https://x.example/y/leitprojekte/pegel-app/",
        "Pegel-App",
    ],
)
def test_a_record_is_found_by_slug_address_and_title(catalog: Catalog, name: str) -> None:
    assert names(by_names([name, name], catalog)) == ["pegel-app"]


def test_order_is_the_one_asked_for(catalog: Catalog) -> None:
    assert names(by_names(["ufer-app", "pegel-messen", "pegel-app"], catalog)) == [
        "ufer-app",
        "pegel-messen",
        "pegel-app",
    ]


def test_an_unknown_record_names_near_ones(catalog: Catalog) -> None:
    with pytest.raises(NothingFoundError, match="leitprojekte/pegel-app"):
        by_names(["pegelapp"], catalog)


def test_an_event_brings_programme_then_lead_projects(catalog: Catalog) -> None:
    event, records = by_event("seenmesse-2025", catalog)
    assert event.slug == "seenmesse-2025"
    assert names(records) == ["pegel-app", "pegel-app-2", "ufer-app"]


def test_an_unknown_event_names_near_ones(catalog: Catalog) -> None:
    with pytest.raises(NothingFoundError, match="seenmesse-2025"):
        by_event("seenmesse", catalog)


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (["art=leitprojekt"], ["pegel-app", "pegel-app-2", "ufer-app"]),
        (["phase=laufend"], ["pegel-app", "pegel-app-2", "ufer-app"]),
        (["Phase=Planen"], ["pegel-messen"]),
        (["art=Leitprojekt", "leitprojekt=pegel-app"], None),
        (["zielgruppe=Bauhof"], ["pegel-messen"]),
        (["art=leitfaden", "art=veranstaltung"], ["pegel-messen", "seenmesse-2025"]),
        (["leitprojekte=pegel-app", "art=messe"], ["seenmesse-2025"]),
    ],
)
def test_facets_join(catalog: Catalog, conditions: list[str], found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(NothingFoundError):
            by_facets(conditions, catalog)
    else:
        assert sorted(names(by_facets(conditions, catalog))) == found


@pytest.mark.parametrize(
    ("condition", "near"),
    [("phase=laufent", "laufend"), ("phasse=laufend", "phase"), ("farbe=rot", "phase"), ("phase", "=")],
)
def test_what_matches_nothing_names_what_is_near(catalog: Catalog, condition: str, near: str) -> None:
    with pytest.raises(NothingFoundError, match=near):
        by_facets([condition], catalog)


def test_a_saved_list_has_a_title_and_records(tmp_path: Path) -> None:
    path = tmp_path / "mappe.yml"
    path.write_text("\ufefftitel: Meine\ndatensaetze:\n  - leitprojekte/pegel-app\n", encoding="utf-8")
    assert (read_list(path).title, read_list(path).records) == ("Meine", ("leitprojekte/pegel-app",))
    path.write_text("- a\n- b\n", encoding="utf-8")
    assert read_list(path).records == ("a", "b")


@pytest.mark.parametrize(
    "text", ["", "titel: x", "datensaetze: []", "datensaetze: [[1]]", "a: [", "!!python/object:x {}"]
)
def test_a_faulty_list_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mappe.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NothingFoundError, match=r"mappe\.yml"):
        read_list(path)
