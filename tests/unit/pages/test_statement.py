"""The statement on accessibility: what the tests found is printed, what only the operator knows is a marked gap."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schule.pages import PageSettings
from schule.pages.audit import FILE, read_audit
from schule.pages.editorial import compile_editorial
from schule.pages.environment import make_environment
from schule.project import Project
from schule.records.catalog import Catalog

ROOT = Path(__file__).parents[3]
STATEMENTS = [
    ROOT / "content/seiten/barrierefreiheit/index.md",
    ROOT / "content/seiten/leichte-sprache/barrierefreiheit.md",
]
FAULT = {"befund": "Bild ohne Text", "wirkung": "mittel", "seiten": ["kommunen/", "sdg/"]}


def write_audit(content: Path, *faults: dict[str, object]) -> None:
    check = {"name": "Bilder", "vorgehen": "Jedes Bild hat einen Text.", "befunde": list(faults)}
    audit = {
        "datum": "2025-03-09",
        "werkzeuge": {"axe-core": "9.9"},
        "seiten": ["", "kommunen/", "sdg/"],
        "pruefungen": [check],
    }
    (content / FILE).parent.mkdir(parents=True, exist_ok=True)
    (content / FILE).write_text(json.dumps(audit), encoding="utf-8")


def compiled(text: str, project: Project, content: Path, **region: object) -> str:
    catalog = Catalog([])
    settings = PageSettings(region=region, site_url="https://schule.example/")
    environment = make_environment(project.overrides / "records", content / "geo", catalog, settings)
    return compile_editorial(text, environment, catalog) or ""


def test_findings_date_and_tools_come_from_the_tests(project: Project, tmp_path: Path) -> None:
    write_audit(tmp_path, FAULT)
    text = compiled(
        "{{ baustein barrierefreiheit-befunde }}{{ baustein barrierefreiheit-pruefung }}", project, tmp_path
    )
    for part in (
        "09.03.2025",
        "axe-core 9.9",
        "Bild ohne Text",
        "mittel",
        "2 Seiten",
        "/kommunen/, /sdg/",
        "Jedes Bild hat einen Text.",
    ):
        assert part in text
    assert "keiner der" not in text
    easy = compiled("{{ baustein barrierefreiheit-leicht }}", project, tmp_path)
    assert "ein Hindernis gefunden" in easy


def test_no_finding_is_said_with_the_number_of_pages(project: Project, tmp_path: Path) -> None:
    write_audit(tmp_path)
    assert "auf keiner der 3 Seiten einen Verstoß" in compiled(
        "{{ baustein barrierefreiheit-befunde }}", project, tmp_path
    )
    assert "kein Hindernis gefunden" in compiled("{{ baustein barrierefreiheit-leicht }}", project, tmp_path)


def test_what_was_never_tested_claims_nothing(project: Project, tmp_path: Path) -> None:
    assert read_audit(tmp_path) is None
    for part in ("befunde", "pruefung"):
        text = compiled(f"{{{{ baustein barrierefreiheit-{part} }}}}", project, tmp_path)
        assert "noch kein Ergebnis" in text
        assert "Verstoß" not in text


def test_result_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    write_audit(tmp_path, {**FAULT, "laune": "gut"})
    with pytest.raises(ValueError, match="laune"):
        read_audit(tmp_path)


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.parent.name)
def test_operator_is_named_by_settings_or_a_gap_never_by_the_text(path: Path, project: Project, tmp_path: Path) -> None:
    write_audit(tmp_path)
    source = path.read_text(encoding="utf-8")
    assert "s-luecke" not in source
    gaps = compiled(source, project, tmp_path)
    assert gaps.count("unbekannt: trägt der Betreiber ein") >= 4
    filled = compiled(
        source, project, tmp_path, herausgeber="Stadt <Uhr>", antwortfrist="in drei Tagen", kontakt="a@uhr.example",
        barrierefreiheit={"rechtsgrundlage": "Uhrgesetz", "durchsetzung": "Schlichtung Uhrental", "erklaert_am": "1. Mai 2025"},
    )  # fmt: skip
    assert "unbekannt" not in filled
    for part in ("Stadt &lt;Uhr&gt;", "in drei Tagen", "Schlichtung Uhrental", "1. Mai 2025"):
        assert part in filled


def test_both_statements_name_the_same_gaps() -> None:
    full, easy = (path.read_text(encoding="utf-8").replace("·", "") for path in STATEMENTS)
    for word in (
        "Gebärdensprache",
        "noch nicht geprüft",
        "Leichter Sprache",
        "barrierefreiheit.durchsetzung",
        "antwortfrist",
    ):
        assert word in full, word
        assert word in easy, word
