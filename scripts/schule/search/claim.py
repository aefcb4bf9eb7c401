"""Claim the cache of a site for one build.

Takes a folder, says whether this build may use it: two builds of one site at the same moment (a preview beside a build, two
terminals) must not read each other's half-done files. The claim ends with the process, however it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schule.locking import lock, unlock

_FILE = "in-arbeit"


@contextmanager
def claimed(folder: Path) -> Iterator[bool]:
    """Yield whether `folder` is ours alone until the block ends."""
    with (folder / _FILE).open("ab") as file:
        try:
            lock(file.fileno())
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            unlock(file.fileno())
