"""The parts of a page: values, text, related records, terms, drawings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import markdown

from schule.pages.actor_map import actor_map
from schule.pages.display import format_number, show
from schule.pages.editorial import EditorialError, compile_editorial
from schule.pages.environment import make_environment
from schule.pages.grouping import by_letter, by_year
from schule.pages.links import Linker
from schule.pages.map import load_map, locator_map, overview_map
from schule.pages.markdown import escape_markdown, footnote_labels, prepare_text
from schule.pages.matrix import coverage, role_counts, several_roles, shares
from schule.pages.related import related_records
from schule.pages.settings import PageSettings
from schule.pages.space_time import in_order, space_time_path
from schule.pages.terms import TermIndex
from schule.project import Project
from schule.records.catalog import Catalog, Item
from schule.records.knowledge import Actor, Biography, Relation
from schule.records.places import Municipality


def test_numbers_are_written_as_germans_write_them() -> None:
    assert format_number(1374515) == "1.374.515"
    assert format_number(85.81) == "85,81"
    assert format_number(-2.5) == "−2,5"
    assert format_number(118, 2) == "118,00"


def test_unknown_is_shown_as_unknown() -> None:
    assert show("unbekannt") == show(None) == '<span class="s-unbekannt">unbekannt</span>'


def test_text_of_records_cannot_become_markup() -> None:
    assert show("<b>") == "&lt;b&gt;"
    text = "# *a* _b_ [c](d) <i> & 1. x"
    assert markdown(escape_markdown(text)) == "<p># *a* _b_ [c](d) &lt;i&gt; &amp; 1. x</p>"


def test_tasks_become_labelled_checkboxes() -> None:
    html = markdown(prepare_text("- [ ] Zeiger **finden**\n- [x] Schlüssel"), extensions=["attr_list"])
    assert html.count("<label") == html.count("</label>") == html.count('<input type="checkbox"') == 2
    assert "<strong>finden</strong>" in html
    assert html.count("checked") == 1


def test_footnotes_are_defined_once_in_the_order_of_the_text() -> None:
    assert footnote_labels("a[^b] c[^a] d[^b]") == ["b", "a"]


def test_related_records_are_found_from_both_ends(catalog: Catalog) -> None:
    def related(kind: str, slug: str) -> set[str]:
        item = catalog.get(kind, slug)
        assert item
        return {entry.item.slug for group in related_records(catalog, item) for entry in group.entries}

    assert {"ticktal", "unruh", "uhr-stellen", "erster-glockentreff"} <= related("leitprojekte", "turmuhr-app")
    for kind, slug in (
        ("kommunen", "ticktal"),
        ("leitfaeden", "uhr-stellen"),
        ("veranstaltungen", "erster-glockentreff"),
    ):
        assert "turmuhr-app" in related(kind, slug)
    assert related("handlungsfelder", "zeit") == {"turmuhr-app"}


def test_terms_are_found_as_whole_words_only(catalog: Catalog) -> None:
    index = TermIndex(catalog)
    project = catalog.get("leitprojekte", "turmuhr-app")
    assert project
    assert [term.slug for term in index.terms_of(project)] == ["zeitdaten"]
    assert [item.slug for item in index.uses_of("zeitdaten")] == ["turmuhr-app"]
    assert index.uses_of("an") == ()  # „an" in a sentence is not the abbreviation „AN"


def test_citation_carries_its_address_as_link_not_as_text(catalog: Catalog) -> None:
    assert Linker(catalog).cite("zeitung") == (
        '<a href="https://zeitung.example.org/uhr" rel="external">Tagblatt: Die Uhr geht. 01.02.2024.</a>'
    )


def test_documented_fields_have_no_label(catalog: Catalog) -> None:
    linker = Linker(catalog)
    assert linker.level("belegt") == ""
    assert 'href="/vokabelheft/listen/#unklar"' in linker.level("unklar")
    assert "<span" in linker.level("erschlossen")  # no entry in the vocabulary, so no link


def test_years_are_grouped_newest_first(catalog: Catalog) -> None:
    groups = by_year(catalog.of("zeitleiste").values(), "datum")
    assert [group.title for group in groups] == ["2023"]


def test_letters_ignore_case_and_accents(catalog: Catalog) -> None:
    assert [group.title for group in by_letter(catalog.of("begriffe").values())] == ["A", "Z"]


def test_map_shows_every_municipality_as_a_link(project: Project, catalog: Catalog) -> None:
    region = load_map(project.root / "content/geo")
    svg = overview_map(region, catalog, "Karte")
    assert svg.count("<a href=") == 2
    assert 'aria-label="Ticktal, 23.456 Einwohner, 273 je km², Vorreiterin"' in svg
    assert 'data-rolle="0" data-einwohner="0"' in svg
    assert 'class="s-lage__hier" d="M0 ' in locator_map(region, ["01001001"], "Lage")


def test_a_municipality_with_several_roles_is_striped_and_named_by_all(project: Project, catalog: Catalog) -> None:
    region = load_map(project.root / "content/geo")
    svg = overview_map(region, with_second_role(catalog), "Karte")
    assert 'aria-label="Ticktal, 23.456 Einwohner, 273 je km², Vorreiterin, Zweite Rolle"' in svg
    assert '<pattern id="rollen-1-2" width="16" height="16"' in svg
    assert re.findall(r'<rect x="(\d+)"[^>]*data-rolle="(\d)"', svg) == [("0", "1"), ("8", "2")]
    assert 'data-rolle="1" data-mehrere style="--s-muster:url(#rollen-1-2)"' in svg
    assert svg.count("data-mehrere") == 1
    assert "<pattern" not in overview_map(region, catalog, "Karte")


def with_second_role(catalog: Catalog) -> Catalog:
    """The invented school with a second role, which one municipality has beside its first."""
    first = next(iter(catalog.of("rollen").values()))
    role = Item(
        first.kind, "zweite", first.record.model_copy(update={"slug": "zweite", "titel": "Zweite Rolle"}), "x.yml"
    )
    town = catalog.get("kommunen", "ticktal")
    assert town
    assert isinstance(town.record, Municipality)
    assert town.record.rollen != "unbekannt"
    second = town.record.rollen[0].model_copy(update={"rolle": "zweite"})
    more = town.record.model_copy(update={"rollen": [second, *town.record.rollen]})
    others = [item for item in catalog if item != town]
    return Catalog([*others, role, Item(town.kind, town.slug, more, town.path)])


def test_who_has_two_roles_counts_for_both_and_is_named(catalog: Catalog) -> None:
    changed = with_second_role(catalog)
    assert role_counts(changed) == [(1, "Vorreiterin", 1), (2, "Zweite Rolle", 1), (0, "Rolle unbekannt", 1)]
    assert [(item.slug, names) for item, names in several_roles(changed)] == [
        ("ticktal", ("Vorreiterin", "Zweite Rolle"))
    ]
    assert several_roles(catalog) == []
    assert shares(changed) == shares(catalog)


def test_school_without_boundaries_has_no_map(tmp_path: Path, catalog: Catalog) -> None:
    assert load_map(tmp_path) is None
    assert overview_map(None, catalog, "Karte") == locator_map(None, ["1"], "Lage") == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{{ anzahl staedte }}", "kommunen"),
        ("{{ kennzahl nichts }}", "nichts"),
        ("{{ titel leitprojekte/nichts }}", "nichts"),
        ("{{ baustein nichts }}", "nichts"),
        ("{{ zahl kommunen }}", "anzahl"),
    ],
)
def test_wrong_quotation_is_explained_in_german(text: str, word: str, project: Project, catalog: Catalog) -> None:
    environment = make_environment(project.overrides / "records", project.root, catalog, PageSettings())
    with pytest.raises(EditorialError, match=word):
        compile_editorial(text, environment, catalog)


def test_matrix_counts_projects_of_leaders_and_partners(catalog: Catalog) -> None:
    rows = coverage(catalog, "handlungsfelder")
    assert [(row.item.slug, {column: len(items) for column, items in row.cells.items()}) for row in rows] == [
        ("ticktal", {"zeit": 1}),
        ("unruh", {"zeit": 1}),
    ]


def test_municipalities_without_a_role_are_counted_as_unknown(catalog: Catalog) -> None:
    assert shares(catalog) == [(1, "Vorreiterin", 1), (0, "Rolle unbekannt", 1)]


def test_quotations_in_code_are_left_as_examples(project: Project, catalog: Catalog) -> None:
    environment = make_environment(project.overrides / "records", project.root, catalog, PageSettings())
    assert compile_editorial("So: `{{ anzahl kommunen }}`", environment, catalog) is None
    assert compile_editorial("`{{ titel x/y }}` {{ anzahl kommunen }}", environment, catalog) == "`{{ titel x/y }}` 2"


def test_milestones_are_drawn_in_the_order_of_the_table(catalog: Catalog) -> None:
    record = catalog.get("biografien", "der-weg-der-uhr")
    assert record
    assert isinstance(record.record, Biography)
    milestones = record.record.meilensteine
    assert [milestone.titel for milestone in in_order(milestones)] == ["Idee", "Zweite Glocke"]
    svg = space_time_path(milestones, "Pfad")
    assert svg.index("1. 2022: Idee") < svg.index("2. Februar 2024: Zweite Glocke")
    assert "Ort unbekannt" in svg
    assert space_time_path(milestones[:1], "Pfad") == ""


def test_no_two_actors_stand_in_the_same_place() -> None:
    actors = [
        Actor(slug=f"a{n}", name=f"Akteur {n}", art="Verwaltung", ebene=level, rolle="unbekannt")
        for n, level in enumerate(["lokal"] * 9 + ["regional"] * 7 + ["Bund", "Land", "unbekannt"])
    ]
    relations = [Relation(von=f"a{n}", zu=f"a{(n * 5) % 19}", art="arbeitet mit") for n in range(19)]
    svg = actor_map(actors, [*relations, Relation(von="a1", zu="fehlt", art="x")], "Karte")
    places = [(int(x), int(y)) for x, y in re.findall(r'<circle cx="(\d+)" cy="(\d+)"', svg)]
    assert len(places) == 19
    assert all(abs(x1 - x2) >= 90 or y1 != y2 for n, (x1, y1) in enumerate(places) for x2, y2 in places[:n])
    assert svg.count('class="s-kante') == 19
