"""What an earlier build found, to be used again.

Takes the files or the documents of a batch, returns keys: by the bytes of the files, and by what was extracted, since a theme
that changes one line in the head of every page changes all bytes and nothing that is indexed. Times say nothing, as every
build of a site writes all files anew. A damaged file, or one whose fragments are gone, counts as none.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schule.search import container, spill
from schule.search.batches import Batch

_PROGRAM = "1"  # to be raised when the same bytes shall give something else


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier build left for a batch."""

    key: str
    arrays: spill.Arrays
    value: dict[str, Any]


def key_of_files(batch: Batch, files: Iterable[tuple[int, str, bytes | None]]) -> str:
    """Return what stands for the bytes of all files of a batch and their places."""
    digest = hashlib.sha256(_about(batch))
    for _, path, raw in files:
        name = os.fsencode(path)
        digest.update(b"%d %d " % (len(name), -1 if raw is None else len(raw)) + name)
        digest.update(raw or b"")
    return digest.hexdigest()


def key_of_content(batch: Batch, payloads: Iterable[bytes], columns: Sequence[Any], facets: Any) -> str:
    """Return what stands for all that was extracted from a batch: what is shown, what is searched, what is declared."""
    digest = hashlib.sha256(_about(batch))
    for payload in payloads:
        digest.update(payload)
        digest.update(b"\n")
    digest.update(json.dumps([columns, facets]).encode())
    return digest.hexdigest()


def load(path: Path, index: Path) -> Earlier | None:
    """Return what an earlier build left at `path`, if it is whole and its fragments are still in `index`."""
    try:
        arrays, value = spill.read(path, verify=True)
        if all(os.stat(f"{index}/{name}").st_size == size for name, size in value["files"]):  # noqa: PTH116
            return Earlier(value["key"], arrays, value)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _about(batch: Batch) -> bytes:
    return f"{_PROGRAM} {container.VERSION} {batch.first} {batch.block}\n".encode()
