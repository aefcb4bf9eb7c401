"""One file read again makes what reading everything again makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schule.edit import desk as desk_module
from schule.edit.desk import STATE_FIELD, Desk
from schule.edit.forms import SHOWN
from schule.preview.changes import take_over, take_over_list
from schule.project import Project
from schule.records.checks import check_project
from schule.records.load import load_project, reread
from tests.cases.faelle import BASE, FOLDER, TODAY, collect, lay_out

MINE = "content/leitprojekte/lastenrad.yml"
CASES = [path for path in collect() if any((BASE / file.relative_to(path)).is_file() for file in path.rglob("*"))]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_file_read_again_is_as_good_as_everything_read_again(case: Path, tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    loaded = load_project(project)
    changed = [
        path
        for path in loaded.sources
        if (case / path).is_file() and (case / path).read_bytes() != (BASE / path).read_bytes()
    ]
    for path in changed:
        shutil.copyfile(case / path, project.root / path)
        again = reread(project, loaded, path)
        if again is None:  # nothing of it was left: whoever asks reads everything
            again = load_project(project)
        loaded = again
    everything = load_project(project)
    assert check_project(project, loaded) == check_project(project, everything)
    assert loaded.named == everything.named
    assert loaded.unsure == everything.unsure
    assert [(one.kind.name, one.slug, one.record) for one in loaded.catalog] == [
        (one.kind.name, one.slug, one.record) for one in everything.catalog
    ]


def test_a_file_that_came_or_went_is_not_read_alone(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    loaded = load_project(project)
    (project.root / MINE).rename(project.root / "content/leitprojekte/neu.yml")
    assert reread(project, loaded, MINE) is None
    assert reread(project, loaded, "content/leitprojekte/neu.yml") is None
    assert reread(project, loaded, "mkdocs.yml") is None


def test_the_findings_of_a_file_read_again_stand_at_its_new_lines(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    file = project.root / MINE
    wrong = file.read_text(encoding="utf-8").replace("federfuehrung: auenstadt", "federfuehrung: nirgendwo")
    file.write_text(wrong, encoding="utf-8")
    loaded = load_project(project)
    (before,) = check_project(project, loaded)
    file.write_text("# eins\n# zwei\n" + wrong, encoding="utf-8")
    again = reread(project, loaded, MINE)
    assert again
    (after,) = check_project(project, again)
    assert (after.rule, after.span.line) == (before.rule, before.span.line + 2)


def test_a_file_with_a_bad_name_keeps_that_finding(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    path = "content/leitprojekte/Neu Angelegt.yml"
    shutil.copyfile(project.root / MINE, project.root / path)
    again = reread(project, load_project(project), path)
    assert again
    assert check_project(project, again) == check_project(project, load_project(project))
    assert "dateiname" in {one.rule for one in again.findings}


def test_a_saved_form_reads_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Project(lay_out(tmp_path / "projekt"), TODAY))
    sent = {STATE_FIELD: [desk.open("leitprojekte", "lastenrad").state], SHOWN: ["titel"], "titel": ["Räder"]}
    read: list[str] = []
    monkeypatch.setattr(desk_module, "load_project", lambda project: (read.append("alles"), load_project(project))[1])
    assert desk.submit("leitprojekte", "lastenrad", sent, save_it=True).title == "Räder"
    assert dict({kind.name: rows for kind, rows in desk.overview()}["leitprojekte"]) == {"lastenrad": "Räder"}
    desk.forget({"content/seiten/index.md", "overrides/main.html"})
    assert desk.loaded
    assert read == []
    shutil.copyfile(desk.project.root / MINE, desk.project.root / "content/leitprojekte/neu.yml")
    desk.forget({"content/leitprojekte/neu.yml"})
    assert desk.loaded.catalog.get("leitprojekte", "neu")
    assert read == ["alles"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (MINE, "federfuehrung: auenstadt", "federfuehrung: nirgendwo"),
        ("content/register/kennzahlen.yml", "quelle: ", "quelle: nirgendwo #"),
    ],
)
def test_a_finding_of_the_preview_moves_with_its_line(tmp_path: Path, path: str, old: str, new: str) -> None:
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    if old not in text:
        old, new = "quellen: [", "quellen: [nirgendwo, "
    assert old in text
    take = take_over if path == MINE else take_over_list
    loaded = load_project(project)
    lines = []
    for above in ("", "# eins\n# zwei\n# drei\n"):
        file.write_text(above + text.replace(old, new, 1), encoding="utf-8")
        taken = take(project, loaded, path)
        loaded = taken.loaded
        lines.append(next(one.span.line for one in taken.findings if one.rule == "verweis-leer"))
    assert lines[1] == lines[0] + 3
