"""Finding files: what cannot be opened says why, and nothing lies about unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from schule.findings import Finding
from schule.records.explain import slug_of
from schule.records.files import read_bytes, record_files
from tests.cases.faelle import lay_out


@pytest.mark.parametrize("error", [PermissionError, OSError, IsADirectoryError])
def test_a_file_that_may_not_be_read_is_a_finding(
    error: type[OSError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may read everything, so the refusal is played.
    def refuse(_path: str, _mode: str) -> None:
        raise error(13, "Permission denied")

    (tmp_path / "a.yml").write_text("titel: a\n", encoding="utf-8")
    monkeypatch.setattr("schule.records.files.open", refuse, raising=False)
    found = read_bytes(tmp_path, "a.yml")
    assert isinstance(found, Finding)
    assert found.rule == "datei-unlesbar"
    assert "denied" not in found.message + found.hint


def test_an_ordinary_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"titel: a\n")
    assert read_bytes(tmp_path, "a.yml") == b"titel: a\n"
    (tmp_path / "b.yml").symlink_to("a.yml")
    assert read_bytes(tmp_path, "b.yml") == b"titel: a\n"


def test_files_come_in_the_same_order_whatever_the_disk_says(tmp_path: Path) -> None:
    findings: list[Finding] = []
    paths = [path for path, _ in record_files(lay_out(tmp_path), findings)]
    assert findings == []
    towns = [path for path in paths if path.startswith("municipalities/")]
    assert towns == sorted(towns)
    all_files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(paths) == len(set(paths))
    assert all_files - set(paths) == {"mkdocs.yml", "content/seiten/index.md"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bürger-Rat", "buerger-rat"),
        ("Bu\u0308rger Rat", "buerger-rat"),
        ("Café (neu)", "cafe-neu"),
        ("Straße_1", "strasse-1"),
        ("--a--b--", "a-b"),
        ("Łódź", "odz"),
        ("漢字", ""),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
