"""One writer at a time: programs that change the files of one project take turns, on every system.

Takes a project, holds a lock of the operating system until the block ends. The lock lies on a file of its own below the
cache, and the system takes it away from whoever is killed, so that no forgotten mark has ever to be guessed. Editors such as
VS Code know nothing of it: against them, who writes compares what stands in the file before and after.
"""

from __future__ import annotations

import errno
import glob
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schule.locking import lock, unlock
from schule.project import Project

_PATIENCE = 10.0  # seconds; a save takes thousandths of one, and a program that was stopped may hold the lock for ever
_PAUSE = 0.01
_PART = ".teil"
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EINTR}
_threads = threading.RLock()


@contextmanager
def writing(project: Project, patience: float = _PATIENCE) -> Iterator[None]:
    """Be the only one who writes until the block ends. Raises TimeoutError when somebody else does not come to an end."""
    with _threads:
        project.cache.mkdir(parents=True, exist_ok=True)
        file = os.open(project.cache / "schreiben.sperre", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            locked = _wait(file, patience)
            try:
                yield
            finally:
                if locked:
                    unlock(file)
        finally:
            os.close(file)


def part_of(target: Path) -> Path:
    """Return where the new text of a file is written before it takes the file's place; nobody reads a record from there."""
    return target.with_name(f".{target.name}.{os.getpid()}{_PART}")


def remove_left_over(target: Path) -> None:
    """Remove the halves that killed programs left beside a file; only for who is alone (``writing``)."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*{_PART}"):
        left.unlink(missing_ok=True)


def _wait(file: int, patience: float) -> bool:
    """Take the lock; False where the drive has no locks (then threads of this program alone take turns)."""
    end = time.monotonic() + patience
    while True:
        try:
            lock(file)
        except OSError as error:
            if error.errno not in _BUSY:
                return False
            if time.monotonic() > end:
                raise TimeoutError(errno.ETIMEDOUT, "ein anderes Programm speichert gerade") from error
            time.sleep(_PAUSE)
        else:
            return True
