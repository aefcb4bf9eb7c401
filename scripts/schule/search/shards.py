"""Columns to files: postings, dictionary and endings, cut into shards that a browser fetches one by one.

Takes columns, returns payloads as FORMAT.md describes them. Does not write files and does not know where columns come from.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from schule.search import varint
from schule.search.vocabulary import OTHER, Vocabulary

IDF_UNIT = 64  # the weight of a word is a whole number of 64ths of log2
PARTS_FLAG = 0x10
Column = NDArray[np.int64]


def cut_postings(counts: NDArray[np.int64], target: int) -> list[int]:
    """Return the first group of each postings shard; a long list has a shard of its own."""
    firsts, size = [0], 0
    for group, count in enumerate(counts.tolist()):
        cost = 3 * count + 4
        if size and size + cost > target:
            firsts.append(group)
            size = 0
        size += cost
    return firsts


def postings(first: int, count: int, pages: int, several: NDArray[np.bool_], columns: dict[str, NDArray[np.integer]]) -> bytes:
    """Return the payload of groups `first` to `first + count`; `columns` are sorted by group, page and section."""
    group = columns["group"].astype(np.int64) - first
    sizes = np.bincount(group, minlength=count)
    page = columns["page"].astype(np.int64)
    begins = np.zeros(len(group), dtype=np.bool_)
    begins[np.flatnonzero(np.diff(group, prepend=-1))] = True
    gaps = np.where(begins, page, np.diff(page, prepend=0))
    new_page = begins | (gaps > 0)
    frequency = np.bincount(group[new_page], minlength=count)
    idf = [weight(pages, int(found)) for found in frequency]
    flags = several[first : first + count]
    has_variants = flags[group]
    return (
        varint.encode_one(first, count)
        + _sized(varint.encode(np.array(idf, dtype=np.int64)))
        + _sized(varint.encode(frequency))
        + _sized(varint.encode(sizes))
        + _sized(flags.astype(np.uint8).tobytes())
        + _sized(varint.encode(gaps))
        + _sized(varint.encode(columns["section"]))
        + _sized(columns["impact"].astype(np.uint8).tobytes())
        + _sized(columns["variants"].astype(np.uint8)[has_variants].tobytes())
    )


def weight(pages: int, found: int) -> int:
    """Return how much a word tells that stands in `found` of `pages` pages (BM25's idf, in whole 64ths of log2)."""
    return max(1, round(IDF_UNIT * math.log2(1 + (pages - found + 0.5) / (found + 0.5)))) if found else 0


def dictionary(words: Vocabulary, begin: int, end: int) -> bytes:
    """Return the payload with the keys `begin` to `end`; a key is not written, it is what its first spelling folds to."""
    info, lines, variants, part_counts, parts = bytearray(), [], [], [], []
    for i in range(begin, end):
        key, spellings = words.keys[i], words.spellings[i]
        lines.append("\t".join(surface for surface, _ in spellings) or key)
        variants += [variant for _, variant in spellings] or [OTHER]
        if words.parts[i]:
            part_counts.append(len(words.parts[i]))
            parts += words.parts[i]
        info.append(common(words.counts[i]) | (PARTS_FLAG if words.parts[i] else 0))
    return b"".join(
        _sized(column)
        for column in (
            "\n".join(lines).encode("utf-8", "replace"),
            _deltas(words.groups[begin:end]),
            bytes(info),
            varint.encode_one(*variants),
            varint.encode_one(*part_counts),
            varint.encode_one(*parts),
        )
    )


def endings(words: Vocabulary, order: Sequence[int]) -> bytes:
    """Return the payload with the keys of these numbers, written backwards."""
    return b"".join(
        _sized(column)
        for column in (
            "\n".join(words.keys[i][::-1] for i in order).encode("utf-8", "replace"),
            _deltas([words.groups[i] for i in order]),
            bytes(common(words.counts[i]) for i in order),
        )
    )


def common(count: int) -> int:
    """Return how common a key is: the number of binary digits of its sections, up to 15."""
    return min(count.bit_length(), 15)


def cut_evenly(count: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut `count` entries into spans of at most `size`."""
    for begin in range(0, count, size):
        yield begin, min(begin + size, count)


def _deltas(groups: Sequence[int]) -> bytes:
    return varint.encode_one(*varint.zigzag(b - a for a, b in zip((0, *groups[:-1]), groups, strict=True))) if groups else b""


def _sized(column: bytes) -> bytes:
    return varint.encode_one(len(column)) + column


def shortest_cuts(firsts: Sequence[str], lasts: Sequence[str]) -> list[str]:
    """Return for each shard the shortest beginning of its first key that is above the last key of the shard before."""
    cuts = [""] if firsts else []
    for first, before in zip(firsts[1:], lasts[:-1], strict=True):
        size = next((i + 1 for i in range(len(first)) if first[: i + 1] > before), len(first))
        cuts.append(first[:size])
    return cuts
