"""The swap: readers meet the old site or the new one, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schule import publish
from schule.publish import recover, staging_folder, swap, write_changed


def folder_with(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text)
    return path


def test_swap_replaces_the_folder_whole(tmp_path: Path) -> None:
    site = folder_with(tmp_path / "site", "alt")
    (site / "nur-alt.html").write_text("x")
    swap(folder_with(tmp_path / "neu", "neu"), site)
    assert (site / "index.html").read_text() == "neu"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert not (site / "nur-alt.html").exists()


def test_swap_works_without_the_system_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda _new, _target: False)
    site = folder_with(tmp_path / "site", "alt")
    swap(folder_with(tmp_path / "neu", "neu"), site)
    assert (site / "index.html").read_text() == "neu"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_process_killed_between_the_renames_loses_nothing(tmp_path: Path) -> None:
    folder_with(tmp_path / ".site-alt-1", "alt")
    recover(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "alt"


def test_leftovers_of_a_killed_process_are_removed_and_those_of_a_running_one_kept(tmp_path: Path) -> None:
    dead = folder_with(tmp_path / ".site-neu-999999999", "x")
    alive = folder_with(tmp_path / f".site-neu-{os.getppid()}", "x")
    staging_folder(tmp_path / "site")
    assert not dead.exists()
    assert alive.exists()


def test_only_changed_files_are_written_and_stale_ones_removed(tmp_path: Path) -> None:
    write_changed({"a/b.md": "eins", "c.md": "zwei"}, tmp_path)
    before = (tmp_path / "a/b.md").stat().st_mtime_ns
    os.utime(tmp_path / "a/b.md", ns=(before - 10**9, before - 10**9))
    write_changed({"a/b.md": "eins"}, tmp_path)
    assert (tmp_path / "a/b.md").stat().st_mtime_ns == before - 10**9
    assert not (tmp_path / "c.md").exists()
    write_changed({"a/b.md": "drei", "a/c/d.md": "vier"}, tmp_path)
    assert (tmp_path / "a/b.md").read_text(encoding="utf-8") == "drei"
    assert (tmp_path / "a/c/d.md").read_text(encoding="utf-8") == "vier"
