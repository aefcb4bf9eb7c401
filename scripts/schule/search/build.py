"""Build the search index of a folder of HTML.

Takes a folder, returns what was built and what is wrong with it; writes `suchindex/` inside the folder. Map, weighing and
postings are tasks of an executor; between them stands the one step that needs all words at once, the dictionary.

Files are added under names that hold their content, then the entry is replaced, then files are removed that no entry names
any more. So a reader finds a working index at any moment, and so does the next build.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from schule.search import batches, container, facets, kept, posting, shards, spill, synonyms, vocabulary, weighing
from schule.search.batches import Batch
from schule.search.claim import claimed
from schule.search.client_files import client_files
from schule.search.discover import discover
from schule.search.findings import SearchFinding
from schule.search.gathering import Gathered, average_length, gather
from schule.search.mapping import Mapped, map_batch
from schule.search.publishing import Publication, publish
from schule.search.stopwords import ASKING, LIGHT, STOP
from schule.search.vocabulary import Vocabulary

FOLDER = "suchindex"
Progress = Callable[[str, float], None]  # what is done, and how much of all
WORDS, ENDINGS = 400, 1500  # keys in a shard
SHORTEST_ENDING = 4


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    words: int
    keys: int
    files: int
    size: int
    seconds: dict[str, float]
    findings: tuple[SearchFinding, ...]


def build(site: Path, executor: Executor, cache: Path | None = None, progress: Progress | None = None) -> Built:
    """Index `site`; `cache` is a folder that keeps what the next build can use again, unless another build works in it."""
    index, beside = site / FOLDER, site / f"{FOLDER}.arbeit"
    index.mkdir(exist_ok=True)
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        with claimed(cache) as ours:
            if ours:
                return _build(site, index, cache, executor, progress or silent)
    beside.mkdir(exist_ok=True)
    try:
        return _build(site, index, beside, executor, progress or silent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def silent(stage: str, share: float) -> None:
    """Show no progress."""


def _build(site: Path, index: Path, work: Path, executor: Executor, progress: Progress) -> Built:
    clock = _Clock(progress)
    paths, sizes, findings = discover(site, FOLDER)
    tasks = batches.cut(paths, sizes, site, index, work)
    clock.tick("Dateien suchen", 0.02)
    mapped = _map(tasks, executor, progress)
    clock.tick("Seiten lesen", 0.7)
    numbers = tuple(task.number for task in tasks)
    pages = [executor.submit(publish, Publication(work, index, number)) for number in numbers]
    gathered = gather(work, numbers)
    words = vocabulary.build(gathered.surfaces, gathered.counts, gathered.sections)
    _leave_expansion(work, numbers, gathered, words)
    clock.tick("Wörterbuch", 0.85)
    average = average_length(gathered)
    weighed = [executor.submit(weighing.weigh_batch, weighing.Weighing(work, number, average)) for number in numbers]
    entry = _words(index, words)
    fragments_size = sum(future.result() for future in pages)
    for future in weighed:
        future.result()
    clock.tick("Wörter wiegen", 0.92)
    entry["postings"] = _postings(index, work, numbers, len(gathered.pages), words, executor)
    findings += _rest(index, site, entry, gathered, mapped, batches.block_size(len(paths)))
    _copy_client(index)
    container.replace_entry(index, entry)
    files, size = _sweep(index, entry)
    size += fragments_size
    clock.tick("Dateien schreiben", 1.0)
    found = tuple(sorted([*findings, *(one for result in mapped for one in result.findings)]))
    return Built(len(gathered.pages), gathered.words, len(words.keys), files, size, clock.seconds, found)


class _Clock:
    """Takes the time of each stage and says how far the build is."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._last = time.perf_counter()

    def tick(self, stage: str, share: float) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now
        self._progress(stage, share)


def _map(tasks: Sequence[Batch], executor: Executor, progress: Progress) -> list[Mapped]:
    """Map all batches; once one page has marked its body, pages that do not are left out everywhere."""
    mapped = []
    for result in executor.map(map_batch, tasks):
        mapped.append(result)
        progress("Seiten lesen", 0.02 + 0.68 * len(mapped) / len(tasks))
    wanted = any(result.with_body for result in mapped)
    again = [
        replace(task, body_only=wanted)
        for task, result in zip(tasks, mapped, strict=True)
        if result.without_body and result.body_only != wanted
    ]
    for result in executor.map(map_batch, again):
        mapped[result.number] = result
    return mapped


def _leave_expansion(work: Path, numbers: Sequence[int], gathered: Gathered, words: Vocabulary) -> None:
    """Write for the weighing what each surface stands for, and where to find the surfaces of each batch."""
    spill.write(weighing.expansion_path(work), {"first": words.expansion.first, "values": words.expansion.values}, None)
    place = np.full(len(gathered.surfaces), -1, np.int64)
    place[words.chosen] = np.arange(len(words.chosen))
    for number, mine in zip(numbers, gathered.batch_surfaces, strict=True):
        spill.write(weighing.places_path(work, number), {"place": place[mine]}, None)


def _words(index: Path, words: Vocabulary) -> dict[str, Any]:
    """Write dictionary and endings; return their part of the entry."""
    spans = list(shards.cut_evenly(len(words.keys), WORDS))
    names = [container.add_shard(index, "W", f"w{i}", shards.dictionary(words, *span)) for i, span in enumerate(spans)]
    first, last = [words.keys[begin] for begin, _ in spans], [words.keys[end - 1] for _, end in spans]
    back = [(key[::-1], place) for place, key in enumerate(words.keys) if len(key) >= SHORTEST_ENDING]
    back.sort()
    order = np.array([place for _, place in back], dtype=np.int64)
    end_spans = list(shards.cut_evenly(len(back), ENDINGS))
    end_names = [
        container.add_shard(index, "R", f"r{i}", shards.endings(words, order[begin:end]))
        for i, (begin, end) in enumerate(end_spans)
    ]
    end_first, end_last = [back[begin][0] for begin, _ in end_spans], [back[end - 1][0] for _, end in end_spans]
    return {
        "format": "suchindex",
        "version": container.VERSION,
        "stop": " ".join(sorted(STOP)),
        "asking": " ".join(sorted(ASKING)),
        "light": " ".join(sorted(LIGHT)),
        "words": {"first": shards.shortest_cuts(first, last), "hash": "".join(names)},
        "endings": {"first": shards.shortest_cuts(end_first, end_last), "hash": "".join(end_names)},
    }


def _postings(
    index: Path, work: Path, numbers: tuple[int, ...], pages: int, words: Vocabulary, executor: Executor
) -> dict[str, Any]:
    """Write the postings; return their part of the entry."""
    counts, marks = posting.totals(work, numbers, len(words.group_several))
    cuts = posting.cut(counts)
    keys, before = kept.keys(cuts, marks, words.group_several, pages), kept.load(work)
    known = tuple(before.get(key) for key in keys)
    everything = posting.Range(work, index, numbers, 0, tuple(cuts), pages, words.group_several, known)
    tasks = posting.divide(everything, counts)
    made = [shard for result in executor.map(posting.write_range, tasks) for shard in result]
    kept.leave(work, keys, made)
    first = [words.keys[words.group_home[group]] for group in cuts[:-1]]
    last = [words.keys[words.group_home[group - 1]] for group in cuts[1:]]
    return {
        "first": np.diff(cuts[:-1], prepend=0).tolist(),
        "key": shards.shortest_cuts(first, last),
        "hash": "".join(posting.shared_hashes([shard.hash for shard in made])),
    }


def _rest(
    index: Path, site: Path, entry: dict[str, Any], gathered: Gathered, mapped: Iterable[Mapped], block: int
) -> list[SearchFinding]:
    """Write filters, sort keys and synonyms and complete the entry; return what is wrong with the synonyms."""
    payload, findings = synonyms.read(site)
    if payload:
        entry["synonyms"] = container.add_shard(index, "Y", "y", payload)
    filters, sorts = facets.filters(gathered.pages), facets.sorts(gathered.pages)
    entry["filters"] = {key: container.add_shard(index, "F", f"f{i}", filters[key]) for i, key in enumerate(filters)}
    entry["sorts"] = {key: container.add_shard(index, "O", f"o{i}", sorts[key]) for i, key in enumerate(sorts)}
    entry["pages"], entry["block"] = len(gathered.pages), block
    entry["gaps"] = _gaps([number for number, _, _ in gathered.pages])
    blocks = {number: name for result in mapped for number, name in result.blocks}
    entry["fragments"] = "".join(blocks.get(number, "0" * 10) for number in range(max(blocks, default=-1) + 1))
    return findings


def _gaps(numbers: Sequence[int]) -> list[list[int]]:
    """Return first number and length of each stretch of pages that were left out before the last page."""
    after = [(a + 1, b - a - 1) for a, b in zip((-1, *numbers), numbers, strict=False)]
    return [[first, count] for first, count in after if count]


def _copy_client(index: Path) -> None:
    """Put the browser's half of the search beside the index; before the entry, which only a new one may read."""
    for name, data in client_files().items():
        half_done = index / f"{name}.neu"
        half_done.write_bytes(data)
        half_done.replace(index / name)


def _sweep(index: Path, entry: dict[str, Any]) -> tuple[int, int]:
    """Remove files that the entry does not name; return the number of the rest, and their size without that of fragments."""
    named = container.names(entry)
    files = size = 0
    with os.scandir(index) as found:
        for file in found:
            if container.is_named(file.name, named) or not file.name.endswith((".six", ".neu")):
                files += 1
                if not container.is_fragment(
                    file.name
                ):  # there are as many of these as pages, and to ask for each takes long
                    size += file.stat().st_size
            else:
                Path(file.path).unlink()
    return files, size
