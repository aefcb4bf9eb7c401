"""``schule handout`` does what an organiser asks and says what it made."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from schule.handouts.commands import handout_command
from schule.project import Project
from tests.unit.handouts.conftest import open_pdf


@pytest.fixture
def run(school: Project, tmp_path: Path):
    def call(*arguments: str, site: bool = True) -> Result:
        extra = ["--site-dir", str(school.site)] if site else []
        command = [*arguments, *extra, "-o", str(tmp_path / "aus")]
        return CliRunner().invoke(handout_command, command, obj=(school.root, None))

    return call


def made(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "aus").iterdir()}


def test_one_record_in_all_formats_is_listed_at_the_end(run, tmp_path: Path) -> None:
    result = run("pegel-app", "--format", "pdf,docx,odt,html")
    assert (result.exit_code, made(tmp_path)) == (0, {f"pegel-app.{to}" for to in ("pdf", "docx", "odt", "html")})
    assert [line.rpartition("/")[2].split(" ")[0] for line in result.stdout.splitlines()] == [
        "pegel-app.pdf",
        "pegel-app.docx",
        "pegel-app.odt",
        "pegel-app.html",
    ]


def test_an_event_makes_its_folder(run, tmp_path: Path) -> None:
    assert run("--event", "seenmesse-2025").exit_code == 0
    pdf = open_pdf((tmp_path / "aus/seenmesse-2025.pdf").read_bytes())
    assert pdf.open_metadata()["dc:title"] == "Seenmesse"


def test_facets_and_layout(run, tmp_path: Path) -> None:
    assert run("--where", "art=leitprojekt", "--where", "phase=laufend", "--layout", "steckbrief").exit_code == 0
    assert len(open_pdf((tmp_path / "aus/art-leitprojekt-phase-laufend-steckbrief.pdf").read_bytes()).pages) == 3


def test_a_saved_list_gives_its_title(run, tmp_path: Path) -> None:
    saved = tmp_path / "mappe.yml"
    saved.write_text("titel: Für Montag\ndatensaetze: [ufer-app, leitfaeden/pegel-messen]\n", encoding="utf-8")
    assert run("--list", str(saved)).exit_code == 0
    assert open_pdf((tmp_path / "aus/fuer-montag.pdf").read_bytes()).open_metadata()["dc:title"] == "Für Montag"


def test_a_template_needs_no_site(run, tmp_path: Path) -> None:
    result = run("--template", "uebergabeblatt", "--set", "vorhaben=Pegel=App", "--format", "docx", site=False)
    assert (result.exit_code, made(tmp_path)) == (0, {"uebergabeblatt.docx"})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pegelapp"], "leitprojekte/pegel-app"),
        (["--event", "seenmese"], "seenmesse-2025"),
        (["--where", "phase=laufent"], "laufend"),
        (["--template", "uebergabe"], "uebergabeblatt"),
        (["pegel-app", "--format", "doc"], "pdf, docx, odt, html"),
        (["pegel-app", "--layout", "poster", "--format", "docx"], "nur als PDF"),
        ([], "--event"),
        (["pegel-app", "--event", "x"], "schließen einander aus"),
        (["pegel-app", "--set", "a=b"], "--template"),
    ],
)
def test_wrong_usage_is_one_sentence_with_what_is_near(run, arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_finding_is_printed_and_a_warning_is_no_failure(run, school: Project) -> None:
    page = school.site / "leitprojekte/pegel-app/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Ein Absatz", "😀"), encoding="utf-8")
    result = run("pegel-app")
    assert result.exit_code == 0
    assert "content/leitprojekte/pegel-app.yml:1:1: warnung[handout-zeichen]" in result.stdout


def test_an_old_site_is_built_first_by_the_commands_beside_it(school: Project, tmp_path: Path) -> None:
    built: list[bool] = []
    group = click.Group()
    group.add_command(handout_command)
    group.add_command(click.Command("build", callback=lambda: built.append(True)))
    (school.root / "content/leitprojekte/pegel-app.yml").touch()
    (school.site / "index.html").unlink()
    result = CliRunner().invoke(group, ["handout", "pegel-app", "-o", str(tmp_path / "aus")], obj=(school.root, None))
    assert (result.exit_code, built) == (0, [True])
