"""The findings of one file are the same whether only it is checked or everything, and whether others are read or remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from schule.project import Project
from schule.records import remembered
from schule.records.checks import check_project
from schule.records.load import load_project
from schule.records.scope import below, everywhere
from tests.cases.faelle import FOLDER, TODAY, collect, lay_out

FAULTY = [path for path in collect() if path.name.startswith("ungueltig")]


@pytest.fixture(autouse=True)
def _remember_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_FINE", -1)
    monkeypatch.setattr(remembered, "_COARSE", -1)


@pytest.mark.parametrize("case", FAULTY, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_file_alone_has_the_findings_that_it_has_among_all(case: Path, tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "projekt", case), TODAY)
    loaded = load_project(project)
    findings = check_project(project, loaded)
    paths = {finding.path for finding in findings}
    for path in sorted(paths | set(list(loaded.sources)[::9])):
        alone = check_project(project, loaded, only=below([path]))
        assert alone == tuple(finding for finding in findings if finding.path == path)
        only = below([path])
        assert check_project(project, load_project(project, only=only), only=only) == alone


def test_a_folder_has_the_findings_of_its_files(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "projekt"), TODAY)
    (project.root / "content/leitprojekte/neu.yml").write_text("titel: Neu\n", encoding="utf-8")
    (project.root / "content/formate/neu.yml").write_text("titel: Neu\n", encoding="utf-8")
    loaded = load_project(project)
    findings = check_project(project, loaded, only=below(["content/leitprojekte", "guides"]))
    assert findings
    assert findings == tuple(one for one in check_project(project, loaded) if "content/leitprojekte/" in one.path)


def test_the_name_of_a_folder_is_no_beginning_of_another() -> None:
    assert below(["content/formate"])("content/formate/a.yml")
    assert not below(["content/format"])("content/formate/a.yml")
    assert below(["guides", "."]) is everywhere
