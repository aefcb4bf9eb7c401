"""The reduce of postings: the weighed postings of all batches to postings shards.

Takes a range of groups, reads that range from every batch, writes the shards of the range and returns their hashes. A range
holds at most about two million postings, whatever the size of the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schule.search import container, shards
from schule.search.container import SHARED
from schule.search.table import Ints
from schule.search.weighing import read_weighed

RANGE = 2_000_000
SHARD, MOST_SHARDS = 9_000, 1_500
_LEVEL = 5  # of zlib; the next one takes twice the time for a thirtieth of the size
_COLUMNS = ("group", "page", "section", "impact", "variants")


@dataclass(frozen=True, slots=True)
class Range:
    """One task: shards `first_shard` and following, with the groups between neighbours of `cuts`."""

    work: Path
    index: Path
    batches: tuple[int, ...]
    first_shard: int
    cuts: tuple[int, ...]
    pages: int
    several: NDArray[np.bool_]  # of the groups from cuts[0] to before cuts[-1]
    before: tuple[str, ...]  # names of these shards in the index that is there


def sizes(work: Path, batches: Sequence[int], groups: int) -> Ints:
    """Return the number of postings of each group."""
    total = np.zeros(groups, np.int64)
    for number in batches:
        weighed = read_weighed(work, number)
        total[weighed.groups] += np.bincount(weighed.columns["group"], minlength=len(weighed.groups))
    return total


def cut(counts: Ints) -> list[int]:
    """Return the first group of each shard, and the number of groups."""
    target = max(SHARD, 3 * int(counts.sum()) // MOST_SHARDS)
    return [*shards.cut_postings(counts, target), len(counts)] if len(counts) else [0]


def ranges(
    counts: Ints,
    cuts: Sequence[int],
    work: Path,
    index: Path,
    batches: tuple[int, ...],
    pages: int,
    several: NDArray[np.bool_],
    before: Sequence[str],
) -> list[Range]:
    """Return the tasks for all shards, whole stretches of those that share a hash; `before` names those that are there."""
    so_far = np.concatenate([[0], np.cumsum(counts)])[np.array(cuts)]
    limit = min(RANGE, max(int(so_far[-1]) // 4, 1))
    last, begin, tasks = len(cuts) - 1, 0, []
    for place in [*range(SHARED, last, SHARED), *([last] if last else [])]:
        if place == last or so_far[min(place + SHARED, last)] - so_far[begin] > limit:
            groups = several[cuts[begin] : cuts[place]]
            names = tuple(before[begin:place])
            tasks.append(Range(work, index, batches, begin, tuple(cuts[begin : place + 1]), pages, groups, names))
            begin = place
    return tasks


def write_range(task: Range) -> list[str]:
    """Write the shards of a range; return the hashes that they share."""
    found: dict[str, list[NDArray[np.integer]]] = {name: [] for name in _COLUMNS}
    for number in task.batches:
        weighed = read_weighed(task.work, number)
        first, last = np.searchsorted(weighed.groups, [task.cuts[0], task.cuts[-1]])
        begin, end = np.searchsorted(weighed.columns["group"], [first, last])
        for name in _COLUMNS:
            column = weighed.columns[name][begin:end]
            found[name].append(weighed.groups[column] if name == "group" else column)
    merged = {name: np.concatenate(parts) for name, parts in found.items()}
    order = np.argsort(merged["group"], kind="stable")
    merged = {name: column[order] for name, column in merged.items()}
    at = np.searchsorted(merged["group"], task.cuts)
    payloads = []
    for place, (first, last) in enumerate(zip(task.cuts, task.cuts[1:], strict=False)):
        columns = {name: column[at[place] : at[place + 1]] for name, column in merged.items()}
        several = task.several[first - task.cuts[0] : last - task.cuts[0]]
        payloads.append(shards.postings(first, several, task.pages, columns))
    return [
        container.add_shards(
            task.index,
            task.first_shard + begin,
            payloads[begin : begin + SHARED],
            task.before[begin : begin + SHARED],
            _LEVEL,
        )
        for begin in range(0, len(payloads), SHARED)
    ]
