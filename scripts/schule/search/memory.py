"""How much memory a build takes at most, all its processes together.

Yields a meter that looks at the proportional set size of this process and its children several times a second: shared pages
count once, however many processes share them. On systems without /proc it reads 0.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.2  # seconds; reading the size of a process stops it for a moment


@dataclass(slots=True)
class Meter:
    """The highest sum seen so far, in bytes."""

    peak: int = 0


@contextmanager
def peak_of_tree() -> Iterator[Meter]:
    """Yield a meter that runs until the block ends."""
    meter, stop = Meter(), threading.Event()

    def watch() -> None:
        while True:
            meter.peak = max(meter.peak, sum(map(_size, _tree(os.getpid()))))
            if stop.wait(_EVERY):
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield meter
    finally:
        stop.set()
        watcher.join()


def _tree(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in children.split():
        yield from _tree(int(child))


def _size(process: int) -> int:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
