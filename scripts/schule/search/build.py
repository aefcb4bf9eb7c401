"""Build the search index of a folder of HTML.

Takes a folder, returns what was built and what is wrong with it; writes `suchindex/` inside the folder. Map, weigh and
write are tasks of an executor; between them stands the one step that needs all words at once, the dictionary.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from schule.search import container, facets, shards, spill, synonyms, vocabulary
from schule.search.discover import discover
from schule.search.findings import SearchFinding
from schule.search.mapping import LANGUAGES, Batch, Mapped, map_batch, spill_path
from schule.search.stopwords import STOP
from schule.search.weighing import Expansion, weigh_batch, weighed_path

FOLDER = "suchindex"
ENTRY = "eintrag.six"
BATCH_PAGES, BATCH_BYTES = 256, 8_000_000
MOST_BLOCKS = 1024


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    pages: int
    words: int
    keys: int
    files: int
    size: int
    seconds: dict[str, float]
    findings: tuple[SearchFinding, ...] = field(default=())


def build(site: Path, executor: Executor) -> Built:
    """Index `site`."""
    clock = {"start": time.perf_counter()}
    index = site / FOLDER
    work = site / (FOLDER + ".arbeit")
    work.mkdir(parents=True, exist_ok=True)
    index.mkdir(exist_ok=True)
    paths, sizes, findings = discover(site, FOLDER)
    batches, block = _batches(site, index, work, paths, sizes)
    mapped = list(executor.map(map_batch, batches))
    if any(m.with_body for m in mapped) and any(m.without_body for m in mapped):
        again = [i for i, m in enumerate(mapped) if m.without_body]
        from dataclasses import replace

        for i, m in zip(again, executor.map(map_batch, [replace(batches[i], body_only=True) for i in again])):
            mapped[i] = m
    clock["map"] = time.perf_counter()
    counts, raw_pages, total_words, total_sections = _gather(work, mapped)
    words = vocabulary.build(counts)
    clock["dictionary"] = time.perf_counter()
    average = _coarse(total_words / max(total_sections, 1))
    for m in mapped:
        weigh_batch(work, m.number, _expansion(words, spill.read(spill_path(work, m.number))[1]["surfaces"]), average)
    clock["weigh"] = time.perf_counter()
    pages = len(raw_pages)
    entry = _write(index, work, mapped, words, pages)
    entry["block"] = block
    payload, found = synonyms.read(site)
    findings += found
    if payload:
        entry["synonyms"] = _add(index, "Y", "y", payload)
    entry["filters"] = {k: _add(index, "F", f"f{i}", p) for i, (k, p) in enumerate(facets.filters(raw_pages).items())}
    entry["sorts"] = {k: _add(index, "O", f"o{i}", p) for i, (k, p) in enumerate(facets.sorts(raw_pages).items())}
    entry["pages"] = pages
    entry["gaps"] = _gaps([page[0] for page in raw_pages])
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    (index / (ENTRY + ".neu")).write_bytes(container.pack("E", text))
    (index / (ENTRY + ".neu")).replace(index / ENTRY)
    clock["write"] = time.perf_counter()
    shutil.rmtree(work)
    for m in mapped:
        findings += m.findings
    names = list(clock)
    seconds = {b: clock[b] - clock[a] for a, b in zip(names, names[1:])}
    return Built(pages, sum(m.words for m in mapped), len(words.keys), 0, 0, seconds, tuple(sorted(findings)))


def _batches(site, index, work, paths, sizes):
    block = 16
    while len(paths) > block * MOST_BLOCKS:
        block *= 2
    batches, begin, size = [], 0, 0
    for i in range(0, len(paths), block):
        if i > begin and (size > BATCH_BYTES or i - begin >= BATCH_PAGES):
            batches.append((begin, i))
            begin, size = i, 0
        size += sum(sizes[i : i + block])
    if paths:
        batches.append((begin, len(paths)))
    return [Batch(n, site, index, work, block, tuple(enumerate(paths))[a:b], False) for n, (a, b) in enumerate(batches)], block


def _gather(work, mapped):
    counts: dict[str, list[int]] = {}
    pages: list[Any] = []
    words = sections = 0
    for m in mapped:
        arrays, value = spill.read(spill_path(work, m.number))
        surfaces = value["surfaces"].split("\n") if value["surfaces"] else []
        language = arrays["section_language"][arrays["section"]]
        table = np.bincount(arrays["term"].astype(np.int64) * len(LANGUAGES) + language, minlength=len(surfaces) * len(LANGUAGES))
        for surface, found in zip(surfaces, table.reshape(-1, len(LANGUAGES)).tolist(), strict=True):
            known = counts.setdefault(surface, [0] * len(LANGUAGES))
            for i, n in enumerate(found):
                known[i] += n
        pages += value["pages"]
        words += int(arrays["section_words"].sum())
        sections += len(arrays["section_words"])
    return counts, pages, words, sections


def _coarse(value: float) -> float:
    """Round to a quarter of a power of two, so that one changed page does not move every weight on the site."""
    return 2.0 ** (round(np.log2(max(value, 1.0)) * 4) / 4)


def _expansion(words, surfaces: str) -> Expansion:
    lists = [words.expansions.get(surface, []) for surface in surfaces.split("\n")] if surfaces else []
    first = np.concatenate([[0], np.cumsum([len(entry) for entry in lists])]).astype(np.int64)
    flat = np.array([item for entry in lists for item in entry], dtype=np.int64).reshape(-1, 3)
    return Expansion(first, flat[:, 0], flat[:, 1], flat[:, 2])


def _add(index: Path, kind, stem: str, payload: bytes) -> str:
    name = container.digest(payload)
    container.add_file(index / f"{stem}-{name}.six", kind, payload)
    return name


def _write(index, work, mapped, words, pages):
    columns = [spill.read(weighed_path(work, m.number))[0] for m in mapped]
    merged = {name: np.concatenate([c[name] for c in columns]) if columns else np.empty(0, np.int64) for name in ("group", "page", "section", "impact", "variants")}
    order = np.argsort(merged["group"], kind="stable")
    merged = {name: column[order] for name, column in merged.items()}
    groups = len(words.group_variants)
    counts = np.bincount(merged["group"].astype(np.int64), minlength=groups)
    ends = np.cumsum(counts)
    firsts = shards.cut_postings(counts, max(12_000, 3 * len(order) // 1500))
    begins = {}
    for key, group in zip(words.keys, words.groups):
        begins.setdefault(group, key)
    hashes = []
    for i, first in enumerate(firsts):
        last = firsts[i + 1] if i + 1 < len(firsts) else groups
        a, b = (int(ends[first - 1]) if first else 0), (int(ends[last - 1]) if last else 0)
        payload = shards.postings(first, last - first, pages, words.group_variants, {n: c[a:b] for n, c in merged.items()})
        hashes.append(_add(index, "P", f"p{i}", payload))
    size = 800
    spans = list(shards.cut_evenly(len(words.keys), size))
    dictionary = [_add(index, "W", f"w{i}", shards.dictionary(words, a, b)) for i, (a, b) in enumerate(spans)]
    back = sorted((i for i, key in enumerate(words.keys) if len(key) > 3), key=lambda i: words.keys[i][::-1])
    espans = list(shards.cut_evenly(len(back), 1500))
    ends_ = [_add(index, "R", f"r{i}", shards.endings(words, back[a:b])) for i, (a, b) in enumerate(espans)]
    return {
        "format": "suchindex",
        "version": container.VERSION,
        "stop": " ".join(sorted(STOP)),
        "words": {"first": shards.shortest_cuts([words.keys[a] for a, _ in spans], [words.keys[b - 1] for _, b in spans]), "hash": "".join(dictionary)},
        "endings": {"first": shards.shortest_cuts([words.keys[back[a]][::-1] for a, _ in espans], [words.keys[back[b - 1]][::-1] for _, b in espans]), "hash": "".join(ends_)},
        "postings": {"first": firsts, "key": shards.shortest_cuts([begins.get(f, "") for f in firsts], [begins.get(f - 1, "") for f in (*firsts[1:], groups)]), "hash": "".join(hashes)},
        "fragments": "".join(_by_block(mapped)),
    }


def _gaps(numbers: list[int]) -> list[list[int]]:
    """Return first number and length of each stretch of pages that were left out before the last page."""
    after = [(a + 1, b - a - 1) for a, b in zip([-1, *numbers], numbers, strict=False)]
    return [[first, count] for first, count in after if count]


def _by_block(mapped: Iterable[Mapped]):
    found = {block: name for m in mapped for block, name in m.blocks}
    return [found.get(i, "0" * 10) for i in range(max(found, default=-1) + 1)]
