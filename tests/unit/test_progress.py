"""The bar is for people who wait: silent in a pipe, not drawn for short work, moved seldom."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schule import progress
from schule.pages import PageSettings, compile_pages
from schule.progress import progress_bar
from schule.records.checks import check_project
from schule.records.load import load_project
from tests.unit.invented_school import build_school
from tests.unit.pages.conftest import HERE, SchoolOfUhrental


class Drawn:
    """Notes what would be drawn."""

    def __init__(self) -> None:
        self.updates: list[tuple[str, int, int | None]] = []
        self.stopped = False

    def add_task(self, _description: str, total: int | None) -> int:
        return 1

    def update(self, _task: int, *, description: str, completed: int, total: int | None) -> None:
        self.updates.append((description, completed, total))

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    bar = Drawn()
    monkeypatch.setattr(progress, "_drawn", lambda: bar)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    return bar


def at(monkeypatch: pytest.MonkeyPatch, second: float) -> None:
    monkeypatch.setattr(progress.time, "monotonic", lambda: second)


def test_short_work_draws_nothing(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 100.0)
    with progress_bar() as show:
        at(monkeypatch, 100.4)
        show("Lesen", 3, 9)
    assert not drawn.updates
    assert not drawn.stopped


def test_long_work_is_shown_ten_times_a_second_and_every_step_at_once(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 100.0)
    with progress_bar() as show:
        for hundredth in range(50, 75):
            at(monkeypatch, 100 + hundredth / 100)
            show("Lesen", hundredth, 90)
        show("Prüfen", 0, 0)
    assert [done for step, done, _ in drawn.updates if step == "Lesen"] == [50, 60, 70]
    assert drawn.updates[-1] == ("Prüfen", 0, None)
    assert drawn.stopped


def test_a_pipe_gets_no_bar(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as show:
        show("Lesen", 1, 2)
    assert capfd.readouterr() == ("", "")


def test_reading_checking_and_compiling_say_how_far_they_are() -> None:
    told: list[tuple[str, int, int]] = []

    def tell(*step: Any) -> None:
        told.append(step)

    project = SchoolOfUhrental(HERE / "uhrental")
    loaded = load_project(project, tell)
    check_project(project, loaded, progress=tell)
    compile_pages(project, loaded.catalog, PageSettings(), tell)
    for name in ("Lesen", "Prüfen", "Übersetzen"):
        steps = [(done, total) for step, done, total in told if step == name]
        assert steps == [(number, steps[0][1]) for number in range(steps[0][1])]


def test_a_check_on_a_terminal_leaves_its_findings_alone(tmp_path: Path) -> None:
    code = "import sys; from schule import cli, progress; progress._PATIENCE = 0; cli.start()"
    command = [sys.executable, "-c", code, "--projekt", str(build_school(tmp_path).root), "check"]
    leader, follower = os.openpty()
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=follower, check=False)
    os.close(follower)
    assert os.read(leader, 1 << 16)
    os.close(leader)
    plain = subprocess.run(command, capture_output=True, check=False)
    assert shown.stdout == plain.stdout
    assert plain.stdout
    assert not plain.stderr
