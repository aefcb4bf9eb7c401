"""The desk: every record of the real content goes through its form unchanged; saves of two people meet."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from schule.edit import document
from schule.edit.desk import SLUG_FIELD, STATE_FIELD, Desk, NotThereError, fields_for
from schule.edit.document import changed_fields, read_document
from schule.edit.forms import BEFORE, SHOWN, STATE, Choices, Widget, form_of, values_of
from schule.project import Project
from schule.records.catalog import Catalog
from schule.records.kinds import KINDS
from schule.records.load import load_project
from tests.cases.faelle import TODAY, lay_out

ROOT = Path(__file__).parents[3]
REAL = Project(ROOT, dt.date(2026, 11, 20))
RECORD = "content/leitprojekte/lastenrad.yml"


def sent_by(widgets: tuple[Widget, ...]) -> dict[str, list[str]]:
    """Return what a browser sends for a form that nobody touched."""
    sent: dict[str, list[str]] = {}

    def add(name: str, value: str) -> None:
        sent.setdefault(name, []).append(value)

    def walk(one: Widget) -> None:
        if one.unknown and one.form in ("group", "groups", "checks", "rows"):
            add(f"{one.name}.{BEFORE}", one.state)
            add(f"{one.name}.{STATE}", one.state or ("angaben" if one.required else ""))
        if one.form in ("text", "area", "lines", "select"):
            add(one.name, one.value.replace("\n", "\r\n"))
        elif one.form in ("checks", "rows"):
            for value in one.value:
                add(one.name, value)
        for part in one.parts:
            walk(part)

    for widget in widgets:
        if widget.form != "fixed":
            add(SHOWN, widget.name)
        walk(widget)
    return sent


@pytest.fixture(scope="module")
def real() -> Catalog:
    return load_project(REAL).catalog


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_real_record_comes_out_of_its_form_as_it_went_in(
    kind: str, real: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "parse_yaml", cache(document.parse_yaml))  # a list has hundreds of entries
    fields = fields_for(KINDS[kind])
    for slug, item in real.of(kind).items():
        read = read_document(REAL, item.kind, item.path, slug)
        data = {**read.data, "text": read.body} if item.kind.markdown else read.data
        values = values_of(fields, sent_by(form_of(fields, data, Choices(real), {})))
        text = values.pop("text", None) if item.kind.markdown else None
        assert changed_fields(read, values) == [], slug
        assert text is None or text.strip() == read.body.strip()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of the common project of the cases."""
    return Desk(Project(lay_out(tmp_path / "projekt"), TODAY))


def opened(desk: Desk, kind: str = "leitprojekte", slug: str = "lastenrad") -> dict[str, list[str]]:
    sheet = desk.open(kind, slug)
    return {**sent_by(sheet.widgets), STATE_FIELD: [sheet.state]}


def content(desk: Desk) -> str:
    return (desk.project.root / RECORD).read_text(encoding="utf-8")


def test_a_save_writes_the_changed_field_alone(desk: Desk) -> None:
    before = content(desk)
    sheet = desk.submit("leitprojekte", "lastenrad", {**opened(desk), "titel": ["Räder für alle"]}, save_it=True)
    assert sheet.saved
    assert content(desk) == before.replace("titel: Lastenrad für alle", "titel: Räder für alle")


def test_findings_stand_at_their_fields_and_nothing_is_saved(desk: Desk) -> None:
    before = content(desk)
    sent = {**opened(desk), "phase_stand": ["morgen"], "kurzbeschreibung": [""]}
    sheet = desk.submit("leitprojekte", "lastenrad", sent, save_it=True)
    assert sheet.refused
    found = {one.name: [finding.rule for finding in one.findings] for one in sheet.widgets if one.findings}
    assert found == {"kurzbeschreibung": ["feld-fehlt"], "phase_stand": ["datum-ungueltig"]}
    assert content(desk) == before
    assert desk.submit("leitprojekte", "lastenrad", sent, save_it=True, force=True).saved
    assert "phase_stand: morgen" in content(desk)


def test_a_reference_to_nothing_is_found_before_saving(desk: Desk) -> None:
    verdict = desk.draft("leitprojekte", "lastenrad", {**opened(desk), "beteiligte": ["nirgendwo"]})
    assert [(finding.rule, finding.key) for finding in verdict.findings] == [("verweis-leer", "beteiligte[0]")]


def test_changes_of_two_people_in_different_fields_both_stay(desk: Desk) -> None:
    mine = opened(desk)
    file = desk.project.root / RECORD
    file.write_text(content(desk).replace("zeitraum: 2023 bis 2025", "zeitraum: 2023 bis 2027"), encoding="utf-8")
    desk.forget()
    assert desk.submit("leitprojekte", "lastenrad", {**mine, "titel": ["Räder"]}, save_it=True).saved
    assert "zeitraum: 2023 bis 2027" in content(desk)
    assert "titel: Räder" in content(desk)


def test_changes_of_two_people_in_one_field_are_shown_and_not_written(desk: Desk) -> None:
    mine = opened(desk)
    file = desk.project.root / RECORD
    file.write_text(content(desk).replace("titel: Lastenrad für alle", "titel: Von jemand anderem"), encoding="utf-8")
    desk.forget()
    sheet = desk.submit("leitprojekte", "lastenrad", {**mine, "titel": ["Von mir"]}, save_it=True)
    assert sheet.conflicts == (("titel", "Von jemand anderem"),)
    assert "titel: Von jemand anderem" in content(desk)
    again = {**mine, "titel": ["Von mir"], STATE_FIELD: [sheet.state]}
    assert desk.submit("leitprojekte", "lastenrad", again, save_it=True).saved
    assert "titel: Von mir" in content(desk)


def test_a_new_server_does_not_forget_to_compare(desk: Desk) -> None:
    mine = opened(desk)
    file = desk.project.root / RECORD
    file.write_text(content(desk).replace("zeitraum: 2023 bis 2025", "zeitraum: 2023 bis 2027"), encoding="utf-8")
    other = Desk(desk.project)
    sheet = other.submit("leitprojekte", "lastenrad", {**mine, "titel": ["Räder"]}, save_it=True)
    assert {name for name, _ in sheet.conflicts} == {"titel", "zeitraum"}
    assert "zeitraum: 2023 bis 2027" in content(desk)


def test_unknown_and_values_of_a_block_change_places(desk: Desk) -> None:
    sent = opened(desk, "kommunen", "auenstadt")
    unknown = desk.submit("kommunen", "auenstadt", {**sent, "einwohner.__stand": ["unbekannt"]}, save_it=True)
    assert unknown.saved
    file = desk.project.root / "municipalities/auental/auenstadt.yml"
    assert "einwohner: unbekannt" in file.read_text(encoding="utf-8")
    sent = {**opened(desk, "kommunen", "auenstadt"), "einwohner.wert": ["500"], "einwohner.stand": ["2025"]}
    assert desk.submit("kommunen", "auenstadt", {**sent, "einwohner.quelle": ["radbericht"]}, save_it=True).saved
    assert "  wert: 500\n" in file.read_text(encoding="utf-8")


def test_an_entry_of_a_register_is_saved_in_its_list(desk: Desk) -> None:
    sent = {**opened(desk, "quellen", "radbericht"), "titel": ["Radbericht des Kreises"]}
    assert desk.submit("quellen", "radbericht", sent, save_it=True).saved
    text = (desk.project.root / "content/register/quellen.yml").read_text(encoding="utf-8")
    assert "  titel: Radbericht des Kreises\n" in text
    assert "titel: Ratsvorlage zum Lastenrad" in text


def test_a_new_record_is_written_where_it_belongs(desk: Desk) -> None:
    sent = sent_by(desk.blank("praxisbeispiele").widgets) | {
        "titel": ["Tauschregal"], "kurzbeschreibung": ["Bücher wechseln das Regal."], "traeger": ["unbekannt"],
        "phase": ["umsetzung"], "phase_stand": ["2024"], "quellen": ["radbericht"], SLUG_FIELD: [""],
    }  # fmt: skip
    sheet = desk.create("praxisbeispiele", sent)
    assert sheet.saved, [finding.message for finding in sheet.findings]
    assert (sheet.slug, sheet.path) == ("tauschregal", "content/praxisbeispiele/tauschregal.yml")
    again = desk.create("praxisbeispiele", sent | {SLUG_FIELD: ["tauschregal"]})
    assert not again.saved
    assert not desk.create("praxisbeispiele", sent | {"titel": [""], SLUG_FIELD: [""]}).saved


def test_a_new_entry_joins_its_list(desk: Desk) -> None:
    sent = sent_by(desk.blank("quellen").widgets) | {
        "slug": ["neu"], "titel": ["Neu"], "zitat": ["Stadt Auenstadt: Neu, 2025."],
    }  # fmt: skip
    assert desk.create("quellen", sent).saved
    assert (desk.project.root / "content/register/quellen.yml").read_text(encoding="utf-8").count("- slug:") == 3


def test_records_that_do_not_exist_are_told_in_a_sentence(desk: Desk) -> None:
    for kind, slug in (("leitprojekte", "gibt-es-nicht"), ("gibt-es-nicht", "x"), ("kommunen", "../../mkdocs")):
        with pytest.raises(NotThereError):
            desk.open(kind, slug)
