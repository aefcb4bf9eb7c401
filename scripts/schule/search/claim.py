"""Claim the cache of a site for one build.

Takes a folder, says whether this build may use it: two builds of one site at the same moment (a preview beside a build, two
terminals) must not read each other's half-done files. The claim ends with the process, however it ends.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_FILE = "in-arbeit"


@contextmanager
def claimed(folder: Path) -> Iterator[bool]:
    """Yield whether `folder` is ours alone until the block ends."""
    with (folder / _FILE).open("ab") as file:
        try:
            _lock(file)
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            _unlock(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)  # said, since processes forked meanwhile hold the file too
