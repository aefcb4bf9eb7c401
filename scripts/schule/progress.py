"""How far a long step is: a bar on a terminal, silence everywhere else.

The bar appears once the program has worked for half a second, so that a short command neither flickers nor loads what
draws it; after that it moves ten times a second at most, however often it is told.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# Is told a step, how much of it is done and how much there is (0: unknown).
Progress = Callable[[str, int, int], None]
_PATIENCE = 0.5
_PAUSE = 0.1


def silent(_step: str, _done: int, _total: int) -> None:
    """Show nothing."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a function that shows on standard error how far a step is."""
    if not sys.stderr.isatty():
        yield silent
        return
    bar = _Bar()
    try:
        yield bar.show
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._step = ""
        self._shown: Any = None
        self._task: Any = None

    def show(self, step: str, done: int, total: int) -> None:
        """Show a step, unless the bar moved a moment ago."""
        now = time.monotonic()
        if now < self._next and (self._shown is None or step == self._step):
            return
        self._next, self._step = now + _PAUSE, step
        if self._shown is None:
            self._shown = _drawn()
            self._task = self._shown.add_task("", total=None)
        self._shown.update(self._task, description=step, completed=done, total=total or None)

    def close(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()


def _drawn() -> Any:
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only for people who wait
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Drawn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    drawn = Drawn(*columns, console=Console(stderr=True), transient=True)
    drawn.start()
    return drawn
