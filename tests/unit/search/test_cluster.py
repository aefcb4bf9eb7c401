"""A Dask cluster on the loopback address gives the same bytes, even if a worker dies in the middle."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from schule.search import batches, executor
from schule.search.build import build
from tests.unit.search.conftest import files, index, write_site
from tests.unit.search.test_build import many


def _start(*arguments: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    with log.open("wb") as file:
        return subprocess.Popen(
            command, stdout=file, stderr=file, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        )


def _wait_for(pattern: str, log: Path) -> re.Match[str]:
    for _ in range(300):
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace"))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        log = tmp_path / "scheduler.log"
        running.append(_start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", log=log))
        address = _wait_for(r"tcp://127\.0\.0\.1:\d+", log)[0]
        for number in range(2):
            log = tmp_path / f"worker-{number}.log"
            options = [
                "--nthreads",
                "1",
                "--no-dashboard",
                "--no-nanny",
                "--local-directory",
                str(tmp_path / f"w{number}"),
            ]
            running.append(_start("dask_worker", address, "--host", "127.0.0.1", *options, log=log))
            _wait_for(r"Registered to", log)
        yield address, running[1:]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def test_cluster_gives_the_same_bytes_though_a_worker_dies(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PAGES", 16)
    address, workers = cluster
    pages = many(600)
    one, other = write_site(tmp_path / "a", pages), write_site(tmp_path / "b", pages)
    done = threading.Event()

    def progress(stage: str, share: float) -> None:
        if stage == "Seiten lesen" and share > 0.1 and not done.is_set():
            done.set()
            workers[0].send_signal(signal.SIGKILL)

    with executor.cluster(address) as runner:
        build(one, runner, progress=progress)
    assert workers[0].wait() == -signal.SIGKILL
    index(other)
    assert files(one) == files(other)
