"""What is remembered of other files spares reading them, and never says anything but what stands in them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schule.findings import Finding
from schule.project import Project
from schule.records import load, remembered
from schule.records.checks import check_project
from schule.records.load import load_project
from schule.records.scope import below
from tests.cases.faelle import TODAY, lay_out

MINE = "content/leitprojekte/lastenrad.yml"
GUIDE = "guides/werkstatt.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of which everything is remembered, as after a build."""
    monkeypatch.setattr(remembered, "_FINE", -1)
    monkeypatch.setattr(remembered, "_COARSE", -1)
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    guide = next((project.root / "guides").glob("*.md"))
    guide.rename(project.root / GUIDE)
    load_project(project)
    return project


def memory(project: Project) -> Path:
    return project.cache / "bestand.json"


def alone(project: Project, path: str = MINE) -> tuple[Finding, ...]:
    only = below([path])
    return check_project(project, load_project(project, only=only), only=only)


def among_all(project: Project, path: str = MINE) -> tuple[Finding, ...]:
    return tuple(one for one in check_project(project, load_project(project)) if one.path == path)


def read_by(project: Project, path: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that a check of one file reads."""
    read: list[str] = []
    original = load._read

    def noted(root: Path, path: str, kind: load.Kind) -> object:
        read.append(path)
        return original(root, path, kind)

    monkeypatch.setattr(load, "_read", noted)
    alone(project, path)
    return read


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def copy(old: str, new: str) -> Callable[[Path], None]:
    return lambda root: shutil.copy(root / old, root / new)


def _earlier_and_without_list(root: Path) -> None:
    shutil.copy(root / MINE, root / "content/leitprojekte/ampel.yml")
    load_project(Project(root, TODAY))  # the earlier record is remembered, so that it is not read
    (root / "content/vokabular/phasen.yml").unlink()


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "gleicher Titel": (MINE, replace("content/leitprojekte/ampel.yml", "titel: ", "titel: Lastenrad für alle #")),
    "Quelle umbenannt": (MINE, replace("content/register/quellen.yml", "slug: ratsvorlage", "slug: andere-vorlage")),
    "Phase gilt nicht mehr": (MINE, replace("content/vokabular/phasen.yml", "leitprojekte", "modellprojekte")),
    "Liste weg": (MINE, lambda root: (root / "content/vokabular/phasen.yml").unlink()),
    "Liste weg, früher genannt": (MINE, _earlier_and_without_list),
    "Liste unlesbar": (MINE, lambda root: (root / "content/vokabular/phasen.yml").write_text("a: [", encoding="utf-8")),
    "Kommune weg": (MINE, lambda root: (root / "municipalities/auental/auenstadt.yml").unlink()),
    "alte Adresse vergeben": (
        MINE,
        lambda root: (root / "content/formate/tausch.yml").write_text(
            next((root / "content/formate").glob("*.yml")).read_text(encoding="utf-8")
            + "weiterleitungen: [/leitprojekte/lastenrad/]\n",
            encoding="utf-8",
        ),
    ),
    "fast gleich": (MINE, copy(MINE, "content/leitprojekte/abschrift.yml")),
    "Leitfaden verwaist": (GUIDE, lambda root: None),
    "Leitfaden genannt": (
        GUIDE,
        lambda root: (root / MINE).write_text(
            (root / MINE).read_text(encoding="utf-8") + "leitfaeden: [werkstatt]\n", encoding="utf-8"
        ),
    ),
    "Schlüssel doppelt": (
        "municipalities/auental/auenstadt.yml",
        copy("municipalities/auental/auenstadt.yml", "municipalities/auental/anders.yml"),
    ),
    "Datei mit Fehlern": (MINE, lambda root: (root / "content/formate/neu.yml").write_text("titel: A\n", "utf-8")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_has_the_same_findings_when_any_other_has_changed(project: Project, name: str) -> None:
    path, change = CHANGES[name]
    if name == "gleicher Titel":
        shutil.copy(project.root / MINE, project.root / "content/leitprojekte/ampel.yml")
    change(project.root)
    found = alone(project, path)
    memory(project).unlink()
    assert found == among_all(project, path)
    assert alone(project, path) == found


def test_the_changes_are_no_empty_words(project: Project) -> None:
    """At least these must give a finding at the file itself, or the test above compares nothing with nothing."""
    for name, rule in (("Quelle umbenannt", "verweis-leer"), ("Liste weg", "verweis-leer")):
        path, change = CHANGES[name]
        before = {file: file.read_bytes() for file in (project.root / "content").rglob("*.yml")}
        change(project.root)
        assert rule in {one.rule for one in alone(project, path)}
        for file, data in before.items():
            file.write_bytes(data)


def test_a_guide_is_no_orphan_when_a_remembered_record_names_it(project: Project) -> None:
    assert "leitfaden-verwaist" in {one.rule for one in alone(project, GUIDE)}
    with (project.root / MINE).open("a", encoding="utf-8") as file:
        file.write("leitfaeden: [werkstatt]\n")
    load_project(project)
    assert "leitfaden-verwaist" not in {one.rule for one in alone(project, GUIDE)}


def test_only_the_named_file_is_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(read_by(project, MINE, monkeypatch)) <= {MINE, "content/vokabular/phasen.yml"}


def test_a_file_of_the_same_size_and_time_is_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    file = project.root / "content/register/quellen.yml"
    status, text = file.stat(), file.read_text(encoding="utf-8")
    file.write_text(text.replace("slug: ratsvorlage", "slug: tatsvorlage"), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert "verweis-leer" in {one.rule for one in alone(project)}
    assert "content/register/quellen.yml" in read_by(project, MINE, monkeypatch)


def test_a_file_that_was_saved_this_moment_is_not_remembered(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_FINE", 60_000_000_000)
    monkeypatch.setattr(remembered, "_COARSE", 60_000_000_000)
    memory(project).unlink()
    load_project(project)
    assert not memory(project).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"stand": 1}', '{"stand": "S", "dateien": 7}', "\x00\xff"])
def test_a_damaged_memory_is_none(project: Project, text: str) -> None:
    state = json.loads(memory(project).read_text(encoding="utf-8"))["stand"]
    memory(project).write_text(text.replace("S", state), encoding="latin-1")
    assert alone(project) == among_all(project)


def test_another_program_remembers_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_state_of_program", lambda: "eine andere Fassung")
    assert len(read_by(project, MINE, monkeypatch)) > 10


def test_a_checkout_that_cannot_be_written_to_goes_without(project: Project) -> None:
    shutil.rmtree(project.cache)
    project.cache.write_text("im Weg", encoding="utf-8")
    assert alone(project) == among_all(project)
