"""Run a command and measure it: wall time, and peak memory as proportional set size summed over the process tree."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

INTERVAL = 0.05


@dataclass(frozen=True)
class Measured:
    """Seconds of wall time, peak memory in bytes, what the command printed, and seconds of computing.

    ``computing`` is the processor's time of the whole process tree: what the clock says depends on who else works.
    """

    seconds: float
    peak_bytes: int
    output: str
    computing: float


def measure(command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end; raise RuntimeError with its messages when it fails."""
    start, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = [0]
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, stop), daemon=True)
    watcher.start()
    output, errors = process.communicate()
    seconds, after = time.perf_counter() - start, os.times()
    stop.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} endete mit {process.returncode}:\n{errors[-4000:]}")
    computing = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(seconds, peak[0], output, computing)


def _watch(pid: int, peak: list[int], stop: threading.Event) -> None:
    while not stop.is_set():
        peak[0] = max(peak[0], _tree_pss(pid))
        stop.wait(INTERVAL)


def _tree_pss(pid: int) -> int:
    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    total = 0
    for process in tree:
        try:
            total += process.memory_full_info().pss if sys.platform == "linux" else process.memory_info().rss
        except (psutil.Error, AttributeError):
            continue
    return total
