"""The second half of the map: raw postings of a batch to weighed postings of groups.

Takes the spill file of a batch, the groups of its surfaces and the average section length, writes columns sorted by group,
page and section. Here words meet their stems and compounds give to their parts; all of it is arithmetic on columns.

The weight of a word in a section is BM25's saturation with the length of the section, in 63 steps. It is settled here and
not by the reader, so both readers rank with whole numbers alone and cannot disagree.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schule.search import spill
from schule.search.document import TEXT
from schule.search.mapping import spill_path
from schule.search.vocabulary import PART

K1, B = 1.2, 0.75
STEPS = 63  # impacts run from 1 to this
PART_ONLY = 0x40  # flag beside the impact: the group stands there only inside compounds
PART_SHARE = 2, 3  # a part of a compound counts as two thirds of a word
_WEIGHT_BITS, _VARIANT_BITS = 17, 3


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the surfaces of one batch stand for: `first[i]` to `first[i + 1]` are the entries of surface i."""

    first: NDArray[np.int64]
    group: NDArray[np.int64]
    part: NDArray[np.int64]
    variant: NDArray[np.int64]


def weighed_path(work: Path, number: int) -> Path:
    """Return where the batch of this number leaves its weighed postings."""
    return work / f"gewicht-{number}.dat"


def weigh_batch(work: Path, number: int, expansion: Expansion, average: float) -> None:
    """Write the weighed postings of a batch."""
    raw, _ = spill.read(spill_path(work, number))
    sections = len(raw["section_page"])
    term = raw["term"].astype(np.int64)
    repeats = expansion.first[term + 1] - expansion.first[term]
    at = np.repeat(expansion.first[term] - np.cumsum(repeats) + repeats, repeats) + np.arange(int(repeats.sum()))
    kind = expansion.part[at]
    weight = np.repeat(raw["weight"].astype(np.int64), repeats)
    weight = np.where(kind == PART, np.maximum(weight * PART_SHARE[0] // PART_SHARE[1], 1), weight)
    place = expansion.group[at] * max(sections, 1) + np.repeat(raw["section"].astype(np.int64), repeats)
    low = (weight << (_VARIANT_BITS + 1)) | (expansion.variant[at] << 1) | kind
    packed = np.sort((place << (_WEIGHT_BITS + _VARIANT_BITS + 1)) | low)
    place = packed >> (_WEIGHT_BITS + _VARIANT_BITS + 1)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    place = place[starts]
    section = place % max(sections, 1)
    lengths = raw["section_words"].astype(np.float64)
    norm = K1 * (1 - B + B * lengths / average)
    spill.write(
        weighed_path(work, number),
        {
            "group": (place // max(sections, 1)).astype(np.uint32),
            "page": raw["section_page"][section],
            "section": raw["section_number"][section],
            "impact": _impacts(packed, starts, norm[section]),
            "variants": _variants(packed, starts),
        },
        None,
    )


def _impacts(packed: NDArray[np.int64], starts: NDArray[np.int64], norm: NDArray[np.float64]) -> NDArray[np.uint8]:
    if not len(starts):
        return np.empty(0, np.uint8)
    weights = (packed >> (_VARIANT_BITS + 1)) & ((1 << _WEIGHT_BITS) - 1)
    frequency = np.add.reduceat(weights, starts) / TEXT
    impact = np.clip(np.rint(STEPS * frequency / (frequency + norm)), 1, STEPS).astype(np.uint8)
    only_parts = np.bitwise_and.reduceat(packed & 1, starts).astype(np.bool_)
    return impact | np.where(only_parts, PART_ONLY, 0).astype(np.uint8)


def _variants(packed: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.uint8]:
    if not len(starts):
        return np.empty(0, np.uint8)
    bits = np.left_shift(1, (packed >> 1) & ((1 << _VARIANT_BITS) - 1))
    return np.bitwise_or.reduceat(bits, starts).astype(np.uint8)
