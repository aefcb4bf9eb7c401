"""What an earlier build found, to be used again.

Takes the files or the documents of a batch, returns keys: by the bytes of the files, and by what was extracted, since a theme
that changes one line in the head of every page changes all bytes and nothing that is indexed. Times say nothing, as every
build of a site writes all files anew. A damaged file, or one whose fragments are gone, counts as none.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from schule.search import container, publishing, spill
from schule.search.batches import Batch, spill_path

PROGRAM = "7"  # to be raised when the same bytes shall give something else


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


def key_of_content(batch: Batch, payloads: Iterable[bytes], columns: Iterable[Any], facets: Any) -> str:
    """Return what stands for all that was extracted from a batch: what is shown, what is searched, what is declared."""
    digest = hashlib.sha256(_about(batch))
    for payload in payloads:
        digest.update(payload)
        digest.update(b"\n")
    for column in columns:
        data = (
            column.tobytes() if isinstance(column, np.ndarray) else "\n".join(column).encode("utf-8", "surrogatepass")
        )
        digest.update(b"%d\n" % len(data))
        digest.update(data)
    digest.update(json.dumps(facets).encode())
    return digest.hexdigest()


def load(batch: Batch) -> Earlier | None:
    """Return what an earlier build left for `batch`, if it is whole and its fragments are still in the index."""
    try:
        arrays, value = spill.read(spill_path(batch.work, batch.number), verify=True)
        if publishing.is_published(batch.work, batch.number, value["content"], batch.index):
            return Earlier(value["key"], arrays, value)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _about(batch: Batch) -> bytes:
    return f"{PROGRAM} {container.VERSION} {batch.first} {batch.block}\n".encode()
