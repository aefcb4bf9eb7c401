"""Columns to files: postings, dictionary and endings, cut into shards that a browser fetches one by one.

Takes columns, returns payloads as FORMAT.md describes them. Does not write files and does not know where columns come from.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schule.search import varint
from schule.search.vocabulary import OTHER, Vocabulary

IDF_UNIT = 64  # the weight of a word is a whole number of 64ths of log2
PARTS_FLAG = 0x10
TITLED = 0x80  # flag beside the impact: the group stands in the title
Ints = NDArray[np.int64]
Columns = Mapping[str, NDArray[Any]]


def cut_postings(counts: Ints, target: int) -> list[int]:
    """Return the first group of each postings shard; a long list has a shard of its own."""
    firsts, size = [0], 0
    for group, count in enumerate(counts.tolist()):
        cost = 3 * count + 4
        if size and size + cost > target:
            firsts.append(group)
            size = 0
        size += cost
    return firsts


def postings(first: int, several: NDArray[np.bool_], pages: int, columns: Columns) -> bytes:
    """Return the payload of the groups from `first`, for each of which `several` says whether it has several surfaces.

    Columns are sorted by group, page and section.
    """
    group = columns["group"].astype(np.int64) - first
    count = len(several)
    page = columns["page"].astype(np.int64)
    begins = np.diff(group, prepend=-1) > 0
    gaps = np.where(begins, page, np.diff(page, prepend=0))
    frequency = np.bincount(group[begins | (gaps > 0)], minlength=count)
    impact, title = columns["impact"] & 0x7F, columns["impact"] >> 8
    titled = title > 0
    return b"".join(
        _sized(column)
        for column in (
            varint.encode(np.array([weight(pages, found) for found in frequency.tolist()], dtype=np.int64)),
            varint.encode(frequency),
            varint.encode(np.bincount(group, minlength=count)),
            several.astype(np.uint8).tobytes(),
            varint.encode(gaps),
            varint.encode(columns["section"]),
            (impact | np.where(titled, TITLED, 0)).astype(np.uint8).tobytes(),
            columns["variants"][several[group]].tobytes(),
            title[titled].astype(np.uint8).tobytes(),
        )
    )


def weight(pages: int, found: int) -> int:
    """Return how much a word tells that stands in `found` of `pages` pages (BM25's idf, in whole 64ths of log2)."""
    return max(1, round(IDF_UNIT * math.log2(1 + (pages - found + 0.5) / (found + 0.5)))) if found else 0


def dictionary(words: Vocabulary, begin: int, end: int) -> bytes:
    """Return the payload with the keys `begin` to `end`; a key is not written, it is what its first spelling folds to."""
    keys = np.arange(begin, end)
    members, of_key = words.key_surfaces.rows(keys)
    lines: list[list[str]] = [[] for _ in keys]
    for place, surface in zip(of_key.tolist(), members.tolist(), strict=True):
        lines[place].append(words.surfaces[surface])
    variants = [words.surface_variant[members]]
    lonely = np.flatnonzero(np.bincount(of_key, minlength=len(keys)) == 0)
    variant = np.insert(variants[0], np.searchsorted(of_key, lonely), OTHER)
    parts, of_parts = words.key_parts.rows(keys)
    part_counts = np.bincount(of_parts, minlength=len(keys))
    has_parts = part_counts > 0
    info = np.minimum(_digits(words.key_count[begin:end]), 15) | np.where(has_parts, PARTS_FLAG, 0)
    return b"".join(
        _sized(column)
        for column in (
            "\n".join("\t".join(names) or words.keys[begin + i] for i, names in enumerate(lines)).encode(
                "utf-8", "replace"
            ),
            _deltas(words.key_group[begin:end]),
            info.astype(np.uint8).tobytes(),
            varint.encode(variant),
            varint.encode(part_counts[has_parts]),
            varint.encode(parts),
        )
    )


def endings(words: Vocabulary, order: Ints) -> bytes:
    """Return the payload with the keys of these numbers, written backwards."""
    return b"".join(
        _sized(column)
        for column in (
            "\n".join(words.keys[i][::-1] for i in order.tolist()).encode("utf-8", "replace"),
            _deltas(words.key_group[order]),
            np.minimum(_digits(words.key_count[order]), 15).astype(np.uint8).tobytes(),
        )
    )


def cut_evenly(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut `count` entries into spans of at most `size`."""
    for begin in range(0, count, size):
        yield begin, min(begin + size, count)


def _digits(counts: Ints) -> Ints:
    """Return the number of binary digits of each number."""
    return np.frexp(counts.astype(np.float64))[1].astype(np.int64)


def _deltas(groups: Ints) -> bytes:
    steps = np.diff(groups, prepend=0)
    return varint.encode(np.where(steps >= 0, 2 * steps, -2 * steps - 1))


def _sized(column: bytes) -> bytes:
    return varint.encode_one(len(column)) + column


def shortest_cuts(firsts: Sequence[str], lasts: Sequence[str]) -> list[str]:
    """Return for each shard the shortest beginning of its first key that is above the last key of the shard before."""
    cuts = [""] if firsts else []
    for first, before in zip(firsts[1:], lasts[:-1], strict=True):
        size = next((i + 1 for i in range(len(first)) if first[: i + 1] > before), len(first))
        cuts.append(first[:size])
    return cuts
