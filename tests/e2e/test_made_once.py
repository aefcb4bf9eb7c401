"""What the processes of a test run share is made once, and nobody waits for one that has died."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT
from tests.e2e.made_once import made_once


def own(tmp_path: Path, who: str) -> Path:
    (tmp_path / who).mkdir()
    return tmp_path / who / "website"


def fill(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.html").write_text("Start")


def test_several_that_need_it_at_the_same_time_share_one(tmp_path: Path) -> None:
    made: list[Path] = []

    def slowly(folder: Path) -> None:
        made.append(folder)
        time.sleep(0.5)  # long enough that the others come while it is made
        fill(folder)

    got: list[Path] = []
    places = [own(tmp_path, str(number)) for number in range(4)]
    threads = [
        threading.Thread(target=lambda place=place: got.append(made_once(tmp_path, place, slowly))) for place in places
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert got == [tmp_path / "website"] * 4
    assert (tmp_path / "website/index.html").is_file()


def test_one_that_fails_lets_the_next_try(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        raise RuntimeError("kaputt")

    with pytest.raises(RuntimeError, match="kaputt"):
        made_once(tmp_path, own(tmp_path, "eins"), fail)
    assert made_once(tmp_path, own(tmp_path, "zwei"), fill) == tmp_path / "website"


def test_nobody_waits_for_one_that_has_died(tmp_path: Path) -> None:
    first, second = own(tmp_path, "eins"), own(tmp_path, "zwei")
    program = (
        "import os, pathlib, sys; from tests.e2e.made_once import made_once; one, other = map(pathlib.Path, sys.argv[1:]);"
        "made_once(one, other, lambda _folder: os._exit(9))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path), str(first)], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert (tmp_path / "website.in-arbeit").read_text() != str(os.getpid())
    assert made_once(tmp_path, second, fill) == second
    assert (second / "index.html").is_file()
