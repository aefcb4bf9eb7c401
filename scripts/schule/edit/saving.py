"""Save the text of a file in one step, if nobody else has changed the file meanwhile.

Takes a path, the new text and the fingerprint of what the caller has read; says by an exception that somebody was faster.
Programs of ours take turns (``writing``). An editor such as VS Code knows nothing of turns; against it the old file is kept
in hand while the new one takes its place, and looked at once more: what was written into it in that instant is put back.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from schule.edit.document import DocumentError, fingerprint, settled
from schule.project import Project
from schule.writing import part_of, remove_left_over, writing

_A_MOMENT = 0.1  # seconds; an editor asks whether a file has changed and then writes it, no slower than that
_BOM = b"\xef\xbb\xbf"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_HELD = os.name != "nt"  # Windows lets nobody replace a file that somebody holds, so there nothing can slip in


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the file since it was read; nothing was written."""


def save(project: Project, path: str, text: str, expected: str) -> str:
    """Write a file, if it still is what it was; return its new fingerprint. Raises ChangedMeanwhileError, DocumentError."""
    target = (project.root / path).resolve()
    try:
        with writing(project):
            remove_left_over(target)
            # Replacing a file asks its folder for leave, not the file; root may write any.
            if not target.stat().st_mode & _WRITABLE:
                raise DocumentError(f"„{path}“ ist schreibgeschützt. Es wurde nichts gespeichert.")
            return fingerprint(_exchange(target, text.encode("utf-8"), expected))
    except OSError as error:
        raise DocumentError(f"„{path}“ lässt sich nicht schreiben: {error.strerror or error}.") from error


def stays(project: Project, path: str, written: str) -> bool:
    """Say a moment later whether a file still is what was written; an editor may have been about to save it."""
    time.sleep(_A_MOMENT)
    target = project.root / path
    return fingerprint(settled(target.read_bytes)) == written if target.is_file() else True


def _exchange(target: Path, data: bytes, expected: str) -> bytes:
    with _in_hand(target) as content:
        before = content()
        if fingerprint(before) != expected:
            settled(content)
            raise ChangedMeanwhileError
        data = (_BOM if before.startswith(_BOM) else b"") + data
        _replace(target, data, lambda: fingerprint(content()) == expected)
        if _HELD and fingerprint(content()) != expected and (theirs := _finished(content)):
            _replace(target, theirs, lambda: target.read_bytes() == data)
            raise ChangedMeanwhileError
    return data


@contextlib.contextmanager
def _in_hand(target: Path) -> Iterator[Callable[[], bytes]]:
    """Yield what reads the file that stands there now, even when another one has taken its place."""
    if not _HELD:
        yield target.read_bytes
        return
    with target.open("rb") as file:

        def content() -> bytes:
            file.seek(0)
            return file.read()

        yield content


def _finished(content: Callable[[], bytes]) -> bytes:
    """Return what somebody is writing into a file when nothing more comes."""
    data, before = settled(content), b""
    while data != before:
        time.sleep(_A_MOMENT / 5)
        data, before = content(), data
    return data


def _replace(target: Path, data: bytes, still: Callable[[], bool]) -> None:
    part = part_of(target)
    try:
        part.write_bytes(data)
        with contextlib.suppress(OSError):
            part.chmod(target.stat().st_mode)
        if not still():
            raise ChangedMeanwhileError
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
