"""Write the fragments that the map has left: compress them and put them into the index.

Takes the number of a batch, writes its fragment files, notes their names and sizes. A task of its own and not part of the map,
so that it runs on the other cores while one of them makes the dictionary.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from schule.search import container, spill

_QUICK = 1  # fragments are most of what is written, and better compression would save a twentieth of it


@dataclass(frozen=True, slots=True)
class Publication:
    """One task: the batch whose fragments are to be written."""

    work: Path
    index: Path
    number: int


def leave(work: Path, number: int, content: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Leave the fragments of a batch for `publish`; `content` stands for all of them."""
    text = np.frombuffer(b"".join(payload for _, payload in files), dtype=np.uint8)
    value = {"content": content, "files": [(name, len(payload)) for name, payload in files]}
    spill.write(_left_path(work, number), {"text": text}, value)


def publish(task: Publication) -> int:
    """Write the fragments of a batch, if any are left to write; return the bytes of all its fragments."""
    path = _left_path(task.work, task.number)
    if not path.exists():
        return sum(size for _, size in spill.read(_published_path(task.work, task.number))[1]["files"])
    arrays, value = spill.read(path)
    text, at, written = arrays["text"].tobytes(), 0, []
    for name, size in value["files"]:
        data = container.pack("S", text[at : at + size], _QUICK)
        container.add_file(f"{task.index}/{name}", data)
        written.append((name, len(data)))
        at += size
    spill.write(_published_path(task.work, task.number), {}, {"content": value["content"], "files": written})
    path.unlink(missing_ok=True)
    return sum(size for _, size in written)


def is_published(work: Path, number: int, content: str, index: Path) -> bool:
    """Say whether the fragments of this content are all in the index."""
    _, value = spill.read(_published_path(work, number), verify=True)
    if value["content"] != content:
        return False
    return all(os.stat(f"{index}/{name}").st_size == size for name, size in value["files"])  # noqa: PTH116


def _left_path(work: Path, number: int) -> Path:
    return work / f"texte-{number}.dat"


def _published_path(work: Path, number: int) -> Path:
    return work / f"blaetter-{number}.dat"
