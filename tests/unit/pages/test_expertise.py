"""Who knows about what: experience comes from records, intentions do not count, contacts are those that records name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from schule.pages import CompiledPage
from schule.pages.expertise import knowledge_by_field
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS


def item(kind: str, slug: str, path: str = "x.yml", **fields: Any) -> Item:
    model = KINDS[kind].model
    common = {"titel": slug.title(), "kurzbeschreibung": "Kurz.", "quellen": ["q"], "stand": "2025"}
    listed = {"slug": slug, "titel": slug.title()}
    return Item(KINDS[kind], slug, model.model_validate({**(common if kind in PAGED else listed), **fields}), path)


PAGED = {"leitprojekte", "praxisbeispiele", "kommunen", "modellprojekte"}
PROJECT = {"art": "lokal", "phase": "laufend", "phase_stand": "unbekannt", "handlungsfelder": ["zeit"]}
CASE = {"traeger": "Unruh", "phase": "laufend", "phase_stand": "unbekannt", "handlungsfelder": ["zeit"]}
TOWN = {
    "kreis": "k", "ags": "01001001", "art": "Stadt", "einwohner": "unbekannt", "groessenklasse": "unbekannt",
    "flaeche_km2": "unbekannt", "lage": "unbekannt", "rollen": "unbekannt", "beitritt": "unbekannt",
}  # fmt: skip
MODEL = {"staffel": "1", "auswahljahr": "2019", "land": ["l"], "kategorie": "unbekannt", "strategiephase": "unbekannt"}


@pytest.fixture
def records() -> list[Item]:
    return [
        item("handlungsfelder", "zeit"),
        item("handlungsfelder", "raum"),
        item("phasen", "laufend"),
        item("phasen", "bewerbung", absicht="ja"),
        item("organisationen", "amt", art="Stadtverwaltung", quellen=["q"]),
        item("organisationen", "verein", art="Verein", quellen=["q"], website="https://verein.example.org"),
        item("kommunen", "ticktal", **TOWN, websites=["https://ticktal.example.org"]),
        item("kommunen", "unruh", **{**TOWN, "ags": "01001002"}),
        item("modellprojekte", "fern", **MODEL),
    ]


def test_who_leads_shares_or_advises_knows_about_it(records: list[Item]) -> None:
    project = item(
        "leitprojekte", "turmuhr", **PROJECT, federfuehrung="ticktal", beteiligte=["unruh", "ticktal"], partner=["Verein", "Jemand"],
        kontakt={"organisation": "amt", "rolle": "Uhrenstelle"},
    )  # fmt: skip
    (zeit,) = knowledge_by_field(Catalog([*records, project]))
    assert zeit.entry.slug == "zeit"
    assert [(one.item.slug, one.experiences[0].part) for one in zeit.towns] == [
        ("ticktal", "führt"),
        ("unruh", "beteiligt an"),
    ]
    assert {(one.item.slug, one.experiences[0].part) for one in zeit.organisations} == {
        ("amt", "Ansprechstelle für"),
        ("verein", "Partner bei"),
    }
    leader, other = zeit.towns
    assert leader.contact
    assert leader.contact.rolle == "Uhrenstelle"
    assert other.contact is None  # who only takes part is not answered for by the leader's office
    assert leader.websites == ["https://ticktal.example.org"]


def test_cases_count_for_their_town_or_their_model_project(records: list[Item]) -> None:
    here = item("praxisbeispiele", "hier", **CASE, kommune="unruh", modellprojekt="fern")
    there = item("praxisbeispiele", "dort", **CASE, modellprojekt="fern")
    (zeit,) = knowledge_by_field(Catalog([*records, here, there]))
    assert [one.item.slug for one in zeit.towns] == ["unruh"]
    assert [one.item.slug for one in zeit.elsewhere] == ["fern"]


def test_what_was_only_announced_is_no_experience(records: list[Item]) -> None:
    plan = item("praxisbeispiele", "plan", **{**CASE, "phase": "bewerbung"}, modellprojekt="fern")
    assert knowledge_by_field(Catalog([*records, plan])) == ()
    done = item("praxisbeispiele", "getan", **CASE, kommune="unruh")
    (zeit,) = knowledge_by_field(Catalog([*records, plan, done]))
    assert zeit.announced == 1
    assert [one.item.slug for one in zeit.towns] == ["unruh"]
    assert zeit.elsewhere == ()


def test_most_experienced_come_first(records: list[Item]) -> None:
    one = item("leitprojekte", "eins", **PROJECT, federfuehrung="unruh")
    two = item("leitprojekte", "zwei", **PROJECT, federfuehrung="unruh", beteiligte=["ticktal"])
    (zeit,) = knowledge_by_field(Catalog([*records, one, two]))
    assert [expert.item.slug for expert in zeit.towns] == ["unruh", "ticktal"]


def test_page_says_who_why_and_whom_to_ask(pages: Mapping[str, CompiledPage]) -> None:
    text = pages["wer-weiss-was/index.md"].text
    assert "{: #zeit }" in text
    assert '<a href="/kommunen/ticktal/">Ticktal</a>' in text
    assert "/leitprojekte/turmuhr-app/" in text
    assert "Kontakt: " in text or "Ansprechstelle nennen die Quellen nicht" in text
    assert "/wer-weiss-was/#zeit" in pages["handlungsfelder/zeit.md"].text
