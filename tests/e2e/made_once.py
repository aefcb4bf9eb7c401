"""A folder that all processes of one test run share: the first that needs it makes it, the others wait for it.

Takes a folder of the whole run, a place of this process alone, and how to fill that; returns the finished folder. Whoever
fails while making it lets the next one try, who so meets a fault in what is made; whoever dies keeps nobody waiting.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil


def made_once(shared: Path, own: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder of the name of ``own`` below ``shared``, as ``make`` has filled it once."""
    finished, claim = shared / own.name, shared / f"{own.name}.in-arbeit"
    ticket = own.with_suffix(".kennung")
    ticket.write_text(str(os.getpid()))
    while not finished.exists():
        try:
            os.link(ticket, claim)  # the name appears together with its content
        except FileExistsError:
            if not _works(claim):
                make(own)
                return own
            time.sleep(0.2)
            continue
        try:
            if not finished.exists():
                make(own)
                own.rename(finished)
        finally:
            claim.unlink()
    return finished


def _works(claim: Path) -> bool:
    """Say whether the process that has claimed the folder is still at it."""
    try:
        return psutil.Process(int(claim.read_text())).status() != psutil.STATUS_ZOMBIE
    except FileNotFoundError:
        return True  # it has just finished
    except psutil.NoSuchProcess:
        return False
