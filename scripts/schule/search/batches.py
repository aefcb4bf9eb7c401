"""Cut the files of a site into tasks.

Takes paths and sizes, returns batches: about as many pages and bytes in each, so that memory is bounded by a batch and not by
the site, and a changed, added or removed page costs its batch and not the site.
"""

import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGES, BYTES = 256, 8_000_000
SMALLEST_BLOCK, MOST_BLOCKS = 16, 512
SPARE = 32  # the numbers of a batch are a multiple of this


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one task; blocks of fragments never lie in two."""

    number: int
    site: Path
    index: Path  # where fragments go
    work: Path  # where the spill file goes
    block: int  # pages in a block of fragments
    first: int  # number of the first page
    paths: tuple[str, ...]
    body_only: bool | None  # leave out pages that mark no body, as others on this site do; None: not known yet


def spill_path(work: Path, number: int) -> Path:
    """Return where the batch of this number leaves its postings."""
    return work / f"karte-{number}.dat"


def block_size(pages: int) -> int:
    """Return how many pages share a hash in the entry: more on a large site, so that the entry stays small."""
    block = SMALLEST_BLOCK
    while pages > block * MOST_BLOCKS:
        block *= 2
    return block


def cut(paths: Sequence[str], sizes: Sequence[int], site: Path, index: Path, work: Path) -> list[Batch]:
    """Return the batches of a site.

    Each begins at a round number, so a page more or less moves the numbers of its own batch and seldom those of others.
    """
    block = block_size(len(paths))
    unit = max(block, SPARE)
    found: list[Batch] = []
    first = 0
    for begin, end in _spans(paths, sizes):
        found.append(Batch(len(found), site, index, work, block, first, tuple(paths[begin:end]), body_only=None))
        first += -(-(end - begin) // unit) * unit
    return found


def _spans(paths: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut in the last quarter of what is allowed, before the page whose name has the least checksum.

    So the same cut is found again whatever has been added or removed before it.
    """
    begin = 0
    while begin < len(paths):
        end, size = begin + 1, sizes[begin]
        while end < min(begin + PAGES, len(paths)) and size + sizes[end] <= BYTES:
            size += sizes[end]
            end += 1
        if end < len(paths):
            quarter = range(begin + max((end - begin) * 3 // 4, 1), end + 1)
            end = min(quarter, key=lambda place: zlib.crc32(os.fsencode(paths[place])))
        yield begin, end
        begin = end
