"""The second half of the map: raw postings of a batch to weighed postings of groups.

Takes the spill file of a batch, what its surfaces stand for and the average section length, writes columns sorted by group,
page and section. Here words meet their stems and compounds give to their parts; all of it is arithmetic on columns.

The weight of a word in a section is BM25's saturation with the length of the section, in 63 steps. It is settled here and
not by the reader, so both readers rank with whole numbers alone and cannot disagree.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schule.search import kept, spill
from schule.search.batches import spill_path
from schule.search.document import TEXT
from schule.search.table import Ints, Table
from schule.search.table import table as row_table
from schule.search.vocabulary import PART

K1, B = 0.8, 0.75
STEPS = 63  # impacts run from 1 to this
PART_ONLY = 0x40  # flag beside the impact: the group stands there only inside compounds
PART_SHARE = 1, 2  # a part of a compound counts as half a word
LONGEST_TITLE = 0x3F  # words; a longer one counts as one of so many
TITLE_SHIFT = 8  # the title stands above impact and flag
_WEIGHT_BITS, _VARIANT_BITS = 17, 3
_LOW = _WEIGHT_BITS + _VARIANT_BITS + 1


@dataclass(frozen=True, slots=True)
class Weighing:
    """One task: a batch, the file with its surfaces' expansion, and the average length of a section."""

    work: Path
    number: int
    average: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weighed postings of a batch; `group` counts the groups of this batch, `groups` are their numbers on the site."""

    groups: Ints
    columns: spill.Arrays


def read_weighed(work: Path, number: int) -> Weighed:
    """Return what `weigh_batch` left."""
    groups = spill.read(_groups_path(work, number))[0]["groups"]
    return Weighed(groups, spill.read(_weighed_path(work, number))[0])


def expansion_path(work: Path) -> Path:
    """Return where the dictionary leaves what every surface stands for."""
    return work / "woerter.dat"


def places_path(work: Path, number: int) -> Path:
    """Return where the dictionary leaves the places of a batch's surfaces; -1 for what is no word."""
    return work / f"stellen-{number}.dat"


def weigh_batch(task: Weighing) -> None:
    """Write the weighed postings of a batch, unless an earlier build left the same.

    Groups are counted within the batch, since a new word anywhere on the site moves the numbers of all groups behind it.
    """
    raw, value = spill.read(spill_path(task.work, task.number))
    table, _ = spill.read(expansion_path(task.work))
    places = spill.read(places_path(task.work, task.number))[0]["place"]
    words = np.flatnonzero(places >= 0)
    entries, owner = Table(table["first"], table["values"]).rows(places[words])
    groups, local = np.unique(entries >> 4, return_inverse=True)
    entries = local * 16 + (entries & 0xF)
    spill.write(_groups_path(task.work, task.number), {"groups": groups}, None)
    digest = hashlib.sha256(f"{value['content']} {task.average} {K1} {B} {PART_SHARE}".encode())
    digest.update(words[owner].tobytes() + entries.tobytes())
    path = _weighed_path(task.work, task.number)
    if not _is_there(path, digest.hexdigest()):
        expansion = row_table(len(places), words[owner], entries)
        columns = _weigh(raw, expansion, task.average)
        spill.write(path, columns | kept.marks(columns, len(groups)), digest.hexdigest())


def _weigh(raw: spill.Arrays, expansion: Table, average: float) -> spill.Arrays:
    entries, source = expansion.rows(raw["term"].astype(np.int64))
    sections = max(len(raw["section_page"]), 1)
    weight = raw["weight"].astype(np.int64)[source]
    weight = np.where((entries & 1) == PART, np.maximum(weight * PART_SHARE[0] // PART_SHARE[1], 1), weight)
    spot = (entries >> 4) * sections + raw["section"].astype(np.int64)[source]
    packed = np.sort((spot << _LOW) | (weight << (_VARIANT_BITS + 1)) | (entries & 0xF))
    spot = packed >> _LOW
    starts = np.flatnonzero(np.diff(spot, prepend=-1))
    spot = spot[starts]
    section = spot % sections
    norm = K1 * (1 - B + B * raw["section_words"].astype(np.float64) / average)
    impact = _impacts(packed, starts, norm[section]) | (_titles(raw, expansion, spot) << TITLE_SHIFT)
    return {
        "group": (spot // sections).astype(np.uint32),
        "page": raw["section_page"][section],
        "section": raw["section_number"][section].astype(np.uint16),
        "impact": impact,
        "variants": _variants(packed, starts),
    }


def _titles(raw: spill.Arrays, expansion: Table, spot: Ints) -> NDArray[np.uint16]:
    """Return for each posting how many words the title has in which the group stands, 0 where it does not."""
    sections = max(len(raw["section_page"]), 1)
    home = raw["title_section"].astype(np.int64)
    entries, source = expansion.rows(raw["title_term"].astype(np.int64))
    inner = np.bincount(source[(entries & 1) != PART], minlength=len(home)) - 1  # besides the word as a whole
    length = np.minimum(np.bincount(home, np.maximum(inner, 1), sections), LONGEST_TITLE).astype(np.uint16)
    place = np.searchsorted(spot, (entries >> 4) * sections + home[source])
    whole = (entries & 1) != PART
    titles = np.zeros(len(spot), np.uint16)
    titles[place[~whole]] = length[home[source[~whole]]] | PART_ONLY
    titles[place[whole]] = length[home[source[whole]]]
    return titles


def _is_there(path: Path, key: str) -> bool:
    try:
        return bool(spill.read(path, verify=True)[1] == key)
    except (OSError, spill.DamagedSpillError):
        return False


def _weighed_path(work: Path, number: int) -> Path:
    return work / f"gewicht-{number}.dat"


def _groups_path(work: Path, number: int) -> Path:
    return work / f"gruppen-{number}.dat"


def _impacts(packed: Ints, starts: Ints, norm: NDArray[np.float64]) -> NDArray[np.uint16]:
    if not len(starts):
        return np.empty(0, np.uint16)
    weights = (packed >> (_VARIANT_BITS + 1)) & ((1 << _WEIGHT_BITS) - 1)
    frequency = np.add.reduceat(weights, starts) / TEXT
    impact = np.clip(np.rint(STEPS * frequency / (frequency + norm)), 1, STEPS).astype(np.uint16)
    only_parts = np.bitwise_and.reduceat(packed & 1, starts).astype(np.bool_)
    return impact | np.where(only_parts, PART_ONLY, 0).astype(np.uint16)


def _variants(packed: Ints, starts: Ints) -> NDArray[np.uint8]:
    if not len(starts):
        return np.empty(0, np.uint8)
    bits = np.left_shift(1, (packed >> 1) & ((1 << _VARIANT_BITS) - 1))
    return np.bitwise_or.reduceat(bits, starts).astype(np.uint8)
