"""The reduce of postings: the weighed postings of all batches to postings shards.

Takes a range of groups, reads from every batch what belongs to those shards of the range that are not known from an earlier
build, writes them and returns all. A range holds at most about two million postings, whatever the size of the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schule.search import container, kept, shards
from schule.search.container import SHARED
from schule.search.kept import Marks, Shard
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
    known: tuple[Shard | None, ...]  # what an earlier build wrote for each shard


def totals(work: Path, batches: Sequence[int], groups: int) -> tuple[Ints, Marks]:
    """Return the number and the mark of the postings of each group."""
    counts, marks = np.zeros(groups, np.int64), np.zeros(groups, np.uint64)
    for number in batches:
        weighed = read_weighed(work, number)
        counts[weighed.groups] += weighed.columns["count"]
        marks[weighed.groups] += weighed.columns["mark"]
    return counts, marks


def cut(counts: Ints) -> list[int]:
    """Return the first group of each shard, and the number of groups."""
    target = max(SHARD, 3 * int(counts.sum()) // MOST_SHARDS)
    return [*shards.cut_postings(counts, target), len(counts)] if len(counts) else [0]


def divide(everything: Range, counts: Ints) -> list[Range]:
    """Return the tasks that `everything` is made of: whole stretches of shards that share a hash."""
    cuts = everything.cuts
    so_far = np.concatenate([[0], np.cumsum(counts)])[np.array(cuts)]
    limit = min(RANGE, max(int(so_far[-1]) // 4, 1))
    last, begin, tasks = len(cuts) - 1, 0, []
    for place in [*range(SHARED, last, SHARED), *([last] if last else [])]:
        if place == last or so_far[min(place + SHARED, last)] - so_far[begin] > limit:
            part = replace(
                everything,
                first_shard=begin,
                cuts=cuts[begin : place + 1],
                several=everything.several[cuts[begin] : cuts[place]],
                known=everything.known[begin:place],
            )
            tasks.append(part)
            begin = place
    return tasks


def write_range(task: Range) -> list[Shard]:
    """Write the shards of a range, but for those that an earlier build wrote: these get the names that they have now."""
    whole = {
        place: (shard, data)
        for place, shard in enumerate(task.known)
        if shard is not None and (data := kept.read(task.index, shard)) is not None
    }
    made = _payloads(task, [place for place in range(len(task.known)) if place not in whole])
    hashes = [
        whole[place][0].hash if place in whole else container.digest(made[place]) for place in range(len(task.known))
    ]
    shared, found = shared_hashes(hashes), []
    for place, payload_hash in enumerate(hashes):
        file = container.postings_name(task.first_shard + place, shared[place // SHARED])
        if place in made:
            data = container.add_whole(task.index / file, "P", made[place], _LEVEL)
        else:
            before, data = whole[place]
            if before.file != file:
                container.add_again(task.index / before.file, task.index / file, data)
        found.append(kept.of_file(file, payload_hash, data))
    return found


def shared_hashes(payload_hashes: Sequence[str]) -> list[str]:
    """Return the hash of each stretch of shards that share one."""
    stretches = range(0, len(payload_hashes), SHARED)
    return [container.digest("".join(payload_hashes[begin : begin + SHARED]).encode()) for begin in stretches]


def _payloads(task: Range, places: Sequence[int]) -> dict[int, bytes]:
    """Return the payloads of the shards in these places of a range."""
    if not places:
        return {}
    merged = _merged(task, _stretches(places))
    order = np.argsort(merged["group"], kind="stable")
    merged = {name: column[order] for name, column in merged.items()}
    at = np.searchsorted(merged["group"], np.array(task.cuts, dtype=merged["group"].dtype)).tolist()
    payloads = {}
    for place in places:
        first, last = task.cuts[place], task.cuts[place + 1]
        columns = {name: column[at[place] : at[place + 1]] for name, column in merged.items()}
        several = task.several[first - task.cuts[0] : last - task.cuts[0]]
        payloads[place] = shards.postings(first, several, task.pages, columns)
    return payloads


def _stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return first and end of each stretch of neighbouring places."""
    ends = [i for i in range(1, len(places)) if places[i] != places[i - 1] + 1]
    bounds = zip([0, *ends], [*ends, len(places)], strict=True)
    return [(places[begin], places[end - 1] + 1) for begin, end in bounds]


def _merged(task: Range, stretches: Sequence[tuple[int, int]]) -> dict[str, NDArray[np.integer]]:
    """Return the postings of these stretches of shards, batch by batch; groups by their numbers on the site."""
    found: dict[str, list[NDArray[np.integer]]] = {name: [] for name in _COLUMNS}
    for number in task.batches:
        weighed = read_weighed(task.work, number)
        ends = np.cumsum(weighed.columns["count"], dtype=np.int64)
        at = np.concatenate([[0], ends])[np.searchsorted(weighed.groups, task.cuts)].tolist()
        for first, end in stretches:
            rows = slice(at[first], at[end])
            for name in _COLUMNS:
                column = weighed.columns[name][rows]
                found[name].append(weighed.groups[column] if name == "group" else column)
    return {name: np.concatenate(parts) for name, parts in found.items()}
