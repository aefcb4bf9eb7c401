"""Put a finished folder in the place of the old one, in one step, so that readers never meet half a site.

On Linux both folders are exchanged by one system call; elsewhere two renames follow each other, and ``recover`` brings
the old folder back if the program was killed between them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def staging_folder(target: Path) -> Path:
    """Return a folder name beside ``target`` for this process, after removing what killed processes left there."""
    recover(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-neu-*"):
        if not _runs(left.name.rsplit("-", 1)[-1]):
            shutil.rmtree(left, ignore_errors=True)
    return target.parent / f".{target.name}-neu-{os.getpid()}"


def swap(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target`` and remove what was there."""
    if not target.exists():
        new.rename(target)
        return
    if not _exchange(new, target):
        old = target.with_name(f".{target.name}-alt-{os.getpid()}")
        target.rename(old)
        new.rename(target)
        new = old
    shutil.rmtree(new, ignore_errors=True)


def write_changed(files: Mapping[str, str], folder: Path) -> Path:
    """Write texts below ``folder`` by relative path: only those that changed; files that are not named are removed."""
    for place in {"", *(name.rpartition("/")[0] for name in files)}:
        (folder / place).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        _write(f"{folder}/{name}", text.encode())
    for current, _folders, names in os.walk(folder):
        for name in names:
            path = Path(current, name)
            if path.relative_to(folder).as_posix() not in files:
                path.unlink(missing_ok=True)
    return folder


def _write(path: str, data: bytes) -> None:
    """Write a file unless it holds the same already, never half of it in the place of another.

    Text paths and as few calls as possible: ten thousand new pages are mostly waiting for the disk.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            if file.read() == data:
                return
    except FileNotFoundError:
        with suppress(FileExistsError), open(path, "xb", buffering=0) as file:  # noqa: PTH123
            file.write(data)
            return
    part = f"{path}.{os.getpid()}.teil"
    Path(part).write_bytes(data)
    Path(part).replace(path)


def recover(target: Path) -> None:
    """Bring back a folder that a killed process had moved away and not yet replaced."""
    for old in sorted(target.parent.glob(f".{target.name}-alt-*")):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def _exchange(first: Path, second: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)


def _runs(process: str) -> bool:
    if not process.isdigit():
        return False
    if int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
