"""Municipalities alike: by size class, density, role and district, each with its reasons; nothing guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schule.pages.similar import KEPT, similar_municipalities
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS
from schule.records.load import load_project

ROOT = Path(__file__).parents[3]


def town(slug: str, people: int | str, size: str = "klein", **fields: Any) -> Item:
    data = {
        "titel": slug, "kurzbeschreibung": "x", "kreis": "k", "ags": "01001001", "art": "Stadt",
        "einwohner": {"wert": people, "stand": "unbekannt", "quelle": "q"} if people != "unbekannt" else people,
        "groessenklasse": size, "flaeche_km2": "unbekannt", "lage": "unbekannt", "rollen": "unbekannt",
        "beitritt": "unbekannt", "quellen": ["q"], "stand": "2025", **fields,
    }  # fmt: skip
    return Item(KINDS["kommunen"], slug, KINDS["kommunen"].model.model_validate(data), "x.yml")


def word(kind: str, slug: str, title: str) -> Item:
    return Item(KINDS[kind], slug, KINDS[kind].model.model_validate({"slug": slug, "titel": title}), "x.yml")


def alike(slug: str, *items: Item) -> list[str]:
    return [found.item.slug for found in similar_municipalities(Catalog(items)).get(slug, ())]


def test_of_the_same_size_class_the_nearest_come_first() -> None:
    towns = [town(f"k{n}", 10_000 + n * n * 10) for n in range(8)]
    assert alike("k2", *towns, town("gross", 10_050, "gross")) == ["k1", "k0", "k3", "k4", "k5"]
    assert alike("gross", *towns, town("gross", 10_050, "gross")) == []


def test_what_two_have_in_common_outweighs_a_nearer_number() -> None:
    own = town("wir", 1000, besiedlung="dicht", rollen=[{"rolle": "pionier"}])
    others = [
        town("nah", 1001, kreis="anderswo"),
        town("kreis", 1500),
        town("rolle", 1600, kreis="anderswo", rollen=[{"rolle": "pionier"}]),
        town("dicht", 1900, kreis="anderswo", besiedlung="dicht"),
        town("alles", 1990, besiedlung="dicht", rollen=[{"rolle": "pionier"}]),
    ]
    pioneer = word("rollen", "pionier", "Pionierin")
    assert alike("wir", own, *others, pioneer) == ["alles", "dicht", "kreis", "rolle", "nah"]


def test_every_reason_is_named_and_no_other() -> None:
    words = [word("groessenklassen", "klein", "Kleinstadt"), word("kreise", "k", "Kreis K"), word("rollen", "pionier", "Pionierin")]  # fmt: skip
    catalog = Catalog(
        [town("a", 10, besiedlung="dicht", rollen=[{"rolle": "pionier"}]), town("b", 20, besiedlung="dicht", rollen=[{"rolle": "pionier"}]), town("c", 30, kreis="l"), *words]
    )  # fmt: skip
    found = {likeness.item.slug: likeness.reasons for likeness in similar_municipalities(catalog)["a"]}
    assert found == {
        "b": ("gleiche Größenklasse: Kleinstadt", "gleich dicht besiedelt: dicht", "gleiche Rolle: Pionierin", "gleicher Kreis: Kreis K"),
        "c": ("gleiche Größenklasse: Kleinstadt",),
    }  # fmt: skip


def test_what_is_unknown_makes_nobody_alike() -> None:
    assert alike("a", town("a", "unbekannt"), town("b", 10)) == []
    catalog = Catalog([town("a", 10), town("b", 12)])
    assert similar_municipalities(catalog)["a"][0].reasons == ("gleiche Größenklasse: klein", "gleicher Kreis: k")


def test_the_only_one_of_its_size_finds_those_as_thinly_settled_but_no_mere_neighbour() -> None:
    own = town("wir", 4000, "winzig", besiedlung="gering")
    others = [town("auch-gering", 9000, besiedlung="gering", kreis="l"), town("nachbar", 4100, besiedlung="dicht")]
    assert alike("wir", own, *others) == ["auch-gering"]


def test_every_municipality_of_the_region_has_some_with_reasons() -> None:
    catalog = load_project(Project(ROOT)).catalog
    found = similar_municipalities(catalog)
    for slug, item in catalog.of("kommunen").items():
        likenesses = found[slug]
        assert 0 < len(likenesses) <= KEPT, slug
        assert all(likeness.reasons and likeness.item is not item for likeness in likenesses)
