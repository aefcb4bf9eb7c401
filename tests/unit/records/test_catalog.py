"""The catalog and what hangs together in it: references, links back, drafts of faulty records."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from schule.project import Project
from schule.records.drafts import draft_of, original_location
from schule.records.kinds import KINDS, kind_of_path
from schule.records.knowledge import Biography, Event
from schule.records.load import Loaded, load_project
from schule.records.places import Municipality
from schule.records.projects import LeadProject
from schule.records.references import Reference, references_of
from schule.records.validate import validate_record
from schule.records.yaml_source import parse_yaml
from tests.cases.faelle import BASE, TODAY, lay_out


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_project(Project(BASE, TODAY))


def test_records_are_found_by_kind_and_slug(loaded: Loaded) -> None:
    item = loaded.catalog.get("leitprojekte", "lastenrad")
    assert item is not None
    assert (item.title, item.address) == ("Lastenrad für alle", "/leitprojekte/lastenrad/")
    assert loaded.catalog.find("leitprojekte/lastenrad") is item
    assert loaded.catalog.find("/leitprojekte/lastenrad/") is item
    assert loaded.catalog.find("quellen/radbericht") is None
    assert loaded.catalog.get("leitprojekte", "nichts") is None
    assert [one.slug for one in loaded.catalog.of("kommunen").values()] == ["auenstadt", "birkenfurt", "nebelried"]


def test_entries_are_anchors_on_their_page(loaded: Loaded) -> None:
    assert loaded.catalog.of("begriffe")["lastenrad"].address == "/vokabelheft/#lastenrad"
    assert loaded.catalog.of("handlungsfelder")["bildung"].address == "/handlungsfelder/bildung/"


def test_links_lead_back(loaded: Loaded) -> None:
    links = {
        (link.item.kind.name, link.item.slug, link.field) for link in loaded.catalog.backlinks("kommunen", "auenstadt")
    }
    assert links == {
        ("leitprojekte", "lastenrad", "federfuehrung"),
        ("modellprojekte", "auental", "kommunen"),
        ("biografien", "lastenrad", "meilensteine"),
    }
    (only,) = loaded.catalog.backlinks("kommunen", "auenstadt", of="leitprojekte")
    assert only.item.slug == "lastenrad"
    (event,) = loaded.catalog.backlinks("leitprojekte", "lastenrad")
    assert (event.item.slug, event.field) == ("stammtisch-mai", "programm")
    assert [link.item.slug for link in loaded.catalog.backlinks("sdg", "11")] == ["lastenrad"]


def test_a_field_links_back_once_however_often_it_names_the_record(tmp_path: Path) -> None:
    path = lay_out(tmp_path) / "content/leitprojekte/lastenrad.yml"
    twice = path.read_text(encoding="utf-8").replace("[birkenfurt]", "[birkenfurt, nebelried, birkenfurt]")
    path.write_text(twice, encoding="utf-8")
    catalog = load_project(Project(tmp_path, TODAY)).catalog
    links = catalog.backlinks("kommunen", "birkenfurt", of="leitprojekte")
    assert [(link.item.slug, link.field) for link in links] == [("lastenrad", "beteiligte")]


def test_references_are_found_however_deep(loaded: Loaded) -> None:
    def of(kind: str, slug: str) -> set[Reference]:
        return set(references_of(loaded.catalog.of(kind)[slug].record))

    assert Reference(("kontakt", "organisation"), "organisationen", "radverein") in of("leitprojekte", "lastenrad")
    assert Reference(("sdg", 0), "sdg", "11") in of("leitprojekte", "lastenrad")
    assert Reference(("meilensteine", 0, "kommune"), "kommunen", "auenstadt") in of("biografien", "lastenrad")
    assert Reference(("programm", 0, "datensatz"), "*", "leitprojekte/lastenrad") in of(
        "veranstaltungen", "stammtisch-mai"
    )
    assert Reference(("einwohner", "quelle"), "quellen", "radbericht") in of("kommunen", "auenstadt")
    assert Reference(("beitritt", "form"), "beitrittsformen", "ratsbeschluss") in of("kommunen", "auenstadt")


def test_unknown_is_no_reference(loaded: Loaded) -> None:
    slugs = {reference.slug for item in loaded.catalog for reference in references_of(item.record)}
    assert "unbekannt" not in slugs


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_file_belongs_to_its_kind(kind: str) -> None:
    place = KINDS[kind].place
    path = place if place.endswith(".yml") else f"{place}/kreis/x{'.md' if KINDS[kind].markdown else '.yml'}"
    assert kind_of_path(path) is KINDS[kind]
    assert kind_of_path(f"{place}x/y.yml") is None


def test_draft_keeps_what_has_no_fault() -> None:
    data = {"titel": "a", "sdg": ["4", "99", "11"], "stand": "bald", "quellen": ["q"], "kontakt": {"rolle": "r"}}
    draft, moved = draft_of(LeadProject, data, [])
    assert isinstance(draft, LeadProject)
    assert (draft.titel, draft.sdg, draft.stand, draft.kontakt) == ("a", [4, 11], None, None)
    assert original_location(("sdg", 1), moved) == ("sdg", 2)
    assert original_location(("quellen", 0), moved) == ("quellen", 0)
    assert data["sdg"] == ["4", "99", "11"]


def test_draft_leads_back_through_lists_in_lists() -> None:
    actor = {"slug": "b", "name": "n", "art": "x", "ebene": "lokal", "rolle": "r", "quellen": ["q", {"x": "y"}, "z"]}
    draft, moved = draft_of(Biography, {"akteure": [{"slug": "a"}, actor]}, [])
    assert isinstance(draft, Biography)
    assert [one.slug for one in draft.akteure] == ["b"]
    references = [original_location(one.location, moved) for one in references_of(draft)]
    assert references == [("akteure", 1, "quellen", 0), ("akteure", 1, "quellen", 2)]


def test_draft_of_hopeless_data_is_empty_but_there() -> None:
    draft, _ = draft_of(Event, {"a": {"b": ["c"]}, "titel": ["x"], "programm": "y"}, [])
    assert isinstance(draft, Event)
    assert draft.titel is None
    assert draft.programm == []


def test_valid_record_has_no_draft_and_a_faulty_one_no_record() -> None:
    good = validate_record(parse_yaml((BASE / "municipalities/auental/auenstadt.yml").read_bytes(), "x"), Municipality)
    assert good.record is not None
    assert (good.draft, good.faulty, good.findings) == (None, frozenset(), ())
    bad = validate_record(parse_yaml(b"titel: a\nags: 1\nzz: 2\n", "x"), Municipality)
    assert bad.record is None
    assert bad.draft is not None
    assert {"ags", "zz", "stand"} <= bad.faulty
    assert "titel" not in bad.faulty


def test_faulty_record_is_not_in_the_catalog_but_among_the_candidates(tmp_path: Path) -> None:
    path = lay_out(tmp_path) / "content/praxisbeispiele/reparaturcafe.yml"
    path.write_text(path.read_text(encoding="utf-8") + "zz: 1\n", encoding="utf-8")
    loaded = load_project(Project(tmp_path, TODAY))
    assert loaded.catalog.get("praxisbeispiele", "reparaturcafe") is None
    assert "reparaturcafe" in loaded.named["praxisbeispiele"]
    (candidate,) = [one for one in loaded.candidates if one.faulty]
    assert (candidate.item.slug, candidate.faulty) == ("reparaturcafe", {"zz"})


def test_sources_can_be_read_again(loaded: Loaded) -> None:
    path = "content/leitprojekte/lastenrad.yml"
    assert path in loaded.sources
    assert loaded.sources[path].data["titel"] == "Lastenrad für alle"
    assert len(list(loaded.sources)) == len(loaded.sources)
    with pytest.raises(KeyError):
        loaded.sources["gibt/es/nicht.yml"]


def test_records_are_frozen_and_refuse_what_they_do_not_know(loaded: Loaded) -> None:
    record = loaded.catalog.of("kommunen")["auenstadt"].record
    with pytest.raises(ValidationError):
        record.titel = "Andere Stadt"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        TypeAdapter(Municipality).validate_python({"gibt": "es nicht"})
