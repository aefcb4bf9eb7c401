"""How often Python looks for garbage that holds itself.

Records, pages and postings are trees that go when nobody needs them any more; looking through ten thousand of them again
and again finds nothing and takes a tenth of the time. The program therefore looks seldom, not never.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEVER = 1_000_000_000


def collect_seldom() -> None:
    """Let the interpreter look for cycles after every 50,000 new objects instead of every 700."""
    gc.set_threshold(50_000, 20, 20)


@contextmanager
def collecting_when_idle() -> Iterator[None]:
    """Look through old objects only when the block itself says so (``gc.collect``); new ones are looked at as ever.

    With ten thousand records one look through all takes a second or two, and would fall on somebody who waits for a page.
    """
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
