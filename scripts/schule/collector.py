"""How often Python looks for garbage that holds itself.

Records, pages and postings are trees that go when nobody needs them any more; looking through ten thousand of them again
and again finds nothing and takes a tenth of the time. The program therefore looks seldom, not never.
"""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Let the interpreter look for cycles after every 50,000 new objects instead of every 700."""
    gc.set_threshold(50_000, 20, 20)
