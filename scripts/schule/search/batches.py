"""Cut the files of a site into tasks.

Takes paths and sizes, returns batches: whole blocks of fragments, about as many pages and bytes in each, so that memory is
bounded by a batch and not by the site, and a changed page costs its batch and not the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAGES, BYTES = 256, 8_000_000
SMALLEST_BLOCK, MOST_BLOCKS = 16, 512


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one task: whole blocks of fragments."""

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
    """Return the batches of a site."""
    block = block_size(len(paths))
    spans, begin, size = [], 0, 0
    for place in range(0, len(paths), block):
        if place > begin and (size > BYTES or place - begin >= PAGES):
            spans.append((begin, place))
            begin, size = place, 0
        size += sum(sizes[place : place + block])
    if paths:
        spans.append((begin, len(paths)))
    return [
        Batch(number, site, index, work, block, begin, tuple(paths[begin:end]), body_only=None)
        for number, (begin, end) in enumerate(spans)
    ]
