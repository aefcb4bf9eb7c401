"""The schemas of the editor are there after a check, follow the content, and stand in nobody's way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from schule.cli import main
from schule.edit.desk import Desk
from schule.project import Project
from schule.records.kinds import KINDS
from schule.records.load import load_project
from schule.records.schema import schema_file
from schule.workbench.schemas import refresh_schemas, schema_folder
from tests.cases.faelle import TODAY, lay_out

FIELDS = "content/vokabular/handlungsfelder.yml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(lay_out(tmp_path / "projekt"), TODAY)


def check(project: Project) -> int:
    return CliRunner().invoke(main, ["--projekt", str(project.root), "check"]).exit_code


def offered(project: Project) -> str:
    return (schema_folder(project) / "leitprojekte.json").read_text(encoding="utf-8")


def test_a_check_leaves_a_schema_for_every_kind(project: Project) -> None:
    assert check(project) == 0
    assert {path.name for path in schema_folder(project).glob("*.json")} == {
        schema_file(kind) for kind in KINDS.values()
    }


@pytest.mark.parametrize("left", [None, "", "\xff", "0" * 64])
def test_a_file_that_was_lost_comes_back_with_the_next_check(project: Project, left: str | None) -> None:
    check(project)
    if left is None:
        (schema_folder(project) / "kommunen.json").unlink()
    else:
        (schema_folder(project) / "leitprojekte.json").write_text("", encoding="utf-8")
        (schema_folder(project) / "stand.txt").write_bytes(left.encode("latin-1"))
    check(project)
    for name in ("kommunen.json", "leitprojekte.json"):
        assert (schema_folder(project) / name).stat().st_size > 1000


def test_a_new_word_of_a_vocabulary_is_offered_after_the_next_check(project: Project) -> None:
    check(project)
    assert '"wasserbau"' not in offered(project)
    file = project.root / FIELDS
    file.write_text(file.read_text(encoding="utf-8") + "- slug: wasserbau\n  titel: Wasserbau\n", encoding="utf-8")
    check(project)
    assert '"wasserbau"' in offered(project)


def test_the_forms_refresh_them_too(project: Project) -> None:
    assert Desk(project).loaded
    assert json.loads(offered(project))["title"] == "Leitprojekt"


def test_what_says_the_same_is_not_written_again(project: Project) -> None:
    catalog = load_project(project).catalog
    refresh_schemas(project, catalog)
    before = {path.name: path.stat().st_mtime_ns for path in schema_folder(project).iterdir()}
    refresh_schemas(project, catalog)
    assert {path.name: path.stat().st_mtime_ns for path in schema_folder(project).iterdir()} == before


def test_a_place_that_cannot_be_written_to_stops_nothing(project: Project) -> None:
    project.cache.parent.mkdir(parents=True, exist_ok=True)
    project.cache.write_text("keine Ordner hier", encoding="utf-8")  # holds for root as well as for others
    assert check(project) == 0


def test_the_schema_offers_titles_of_the_schools_own_words(project: Project) -> None:
    refresh_schemas(project, load_project(project).catalog)
    schema: dict[str, Any] = json.loads(offered(project))
    assert "Mobilität" in json.dumps(schema, ensure_ascii=False)
