"""Which postings shards of the index are what they would be if they were made again.

Takes the weighed postings of a batch, returns a mark for each of its groups; takes the marks of a site, returns a key for each
shard, which holds all that its payload depends on; keeps beside the cache which file each key gave. So a build that changes
few postings neither merges nor encodes the others. A file counts only while its bytes are those that were written.

A mark is the sum of one mixed number for each posting: sums of batches add up to those of the site, in any order.
"""

import hashlib
import itertools
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schule.search import cache, container, spill

Marks = NDArray[np.uint64]
_SAID = ("page", "section", "impact", "variants")  # by a posting


@dataclass(frozen=True, slots=True)
class Shard:
    """A postings shard in the index: its file, the hash of its payload, size and checksum of the file."""

    file: str
    hash: str
    size: int
    checksum: int


def of_file(file: str, payload_hash: str, data: bytes) -> Shard:
    """Return a shard that was written as `data`."""
    return Shard(file, payload_hash, len(data), zlib.crc32(data))


def read(index: Path, shard: Shard | None) -> bytes | None:
    """Return the bytes of the file of a shard, nothing if they are not what was written."""
    if shard is None:
        return None
    try:
        data = Path(f"{index}/{shard.file}").read_bytes()
    except OSError:
        return None
    return data if len(data) == shard.size and zlib.crc32(data) == shard.checksum else None


def marks(columns: spill.Arrays, groups: int) -> spill.Arrays:
    """Return for each group of a batch the number and the mark of its postings; `columns` are sorted by group."""
    page, section, impact, variants = (columns[name].astype(np.uint64) for name in _SAID)
    found = _mixed(_mixed(page << np.uint64(32) | section << np.uint64(16) | impact) + variants)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(found, dtype=np.uint64)])
    ends = np.searchsorted(columns["group"], np.arange(groups + 1, dtype=columns["group"].dtype))
    return {"count": np.diff(ends).astype(np.uint32), "mark": np.diff(sums[ends])}


def _mixed(numbers: NDArray[Any]) -> Marks:
    """Return numbers of which each bit depends on all bits (the last steps of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Marks = numbers ^ (numbers >> np.uint64(31))
    return mixed


def keys(cuts: Sequence[int], site_marks: Marks, several: NDArray[np.bool_], pages: int) -> list[str]:
    """Return what stands for the payload of each shard: the groups between two neighbours of `cuts`."""
    about = f"{cache.PROGRAM} {container.VERSION} {pages}\n".encode()
    return [
        hashlib.blake2b(about + several[a:b].tobytes() + site_marks[a:b].tobytes(), digest_size=16).hexdigest()
        for a, b in itertools.pairwise(cuts)
    ]


def load(work: Path) -> dict[str, Shard]:
    """Return by key the shards that the build before wrote, none if that cannot be told."""
    try:
        _, rows = spill.read(_path(work), verify=True)
        return {key: Shard(*row) for key, row in rows}
    except (OSError, ValueError, TypeError):
        return {}


def leave(work: Path, shard_keys: Iterable[str], shards: Iterable[Shard]) -> None:
    """Write for the next build which shard each key gave."""
    rows = [(key, astuple(shard)) for key, shard in zip(shard_keys, shards, strict=True)]
    spill.write(_path(work), {}, rows)


def _path(work: Path) -> Path:
    return work / "posten.dat"
