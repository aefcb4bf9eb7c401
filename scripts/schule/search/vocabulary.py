"""The dictionary: every distinct word of the site with its key, its group (stem), its parts, and how common it is.

Takes the distinct surfaces of all batches with the number of sections they stand in, returns columns that the postings and
the dictionary files are made of. This is the only step that stems and splits, once per distinct word.

A group is what one stem joins (Haus, Hauses, Häuser). Groups are numbered in the order of their first key, so a group stands
near its words in every file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import Stemmer
from numpy.typing import NDArray

from schule.search.analysis import fold, fold_lines, is_word, runs
from schule.search.compounds import Splitter
from schule.search.stopwords import STOP

VARIANTS = 7  # spellings of a group told apart in the postings; the rest share bit 7
OTHER = 7
_STEMMERS = ("german", "english", None)  # in the order of mapping.LANGUAGES
WORD, PART = 0, 1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Columns by surface, by key and by group; all in sorted order of keys or surfaces."""

    keys: list[str]
    groups: list[int]  # of each key
    counts: list[int]  # sections with the key
    spellings: list[list[tuple[str, int]]]  # surfaces of each key and their variant numbers, most frequent first
    parts: list[tuple[int, ...]]  # groups that a key is made of
    group_variants: NDArray[np.bool_]  # groups with more than one surface
    expansions: dict[str, list[tuple[int, int, int]]]  # surface -> (group, WORD or PART, variant)


def build(counts: Mapping[str, Sequence[int]]) -> Vocabulary:
    """Return the dictionary of `counts`: sections with each surface, by language."""
    surfaces = sorted(surface for surface in counts if is_word(surface))
    of_surface = dict(zip(surfaces, fold_lines("\n".join(surfaces)).split("\n"), strict=True))
    pieces = {surface: [fold(run) for run in runs(surface)] for surface in surfaces if not surface.isalnum()}
    of_key: dict[str, list[int]] = {}
    for surface, key in of_surface.items():
        for place in {key, *pieces.get(surface, ())} - {""}:
            known = of_key.setdefault(place, [0] * len(_STEMMERS))
            for language, count in enumerate(counts[surface]):
                known[language] += count
    keys = sorted(of_key)
    totals = {key: sum(of_key[key]) for key in keys}
    groups = _groups(keys, of_key)
    group_of = dict(zip(keys, groups, strict=True))
    splitter = Splitter(totals)
    parts = {key: tuple(dict.fromkeys(group_of[part] for part in splitter.split(key))) for key in keys if key not in STOP}
    spellings, variant_of, several = _spellings(surfaces, of_surface, counts, group_of)
    expansions = {}
    joined: dict[str, tuple[int, ...]] = {}
    for surface, key in of_surface.items():
        found: dict[int, tuple[int, int]] = {}
        if key:
            found[group_of[key]] = (WORD, variant_of[surface])
        for piece in pieces.get(surface, ()):
            if piece:
                found.setdefault(group_of[piece], (WORD, OTHER))
        for whole in (key, *pieces.get(surface, ())):
            for part in parts.get(whole, ()):
                found.setdefault(part, (PART, OTHER))
        expansions[surface] = [(group, kind, variant) for group, (kind, variant) in found.items()]
        if surface in pieces and key:
            joined[key] = tuple(dict.fromkeys(group_of[piece] for piece in pieces[surface] if piece))
    return Vocabulary(
        keys,
        groups,
        [totals[key] for key in keys],
        [spellings.get(key, []) for key in keys],
        [joined.get(key) or parts.get(key, ()) for key in keys],
        several,
        expansions,
    )


def _groups(keys: list[str], of_key: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the group of each key: keys with one stem share it."""
    stems = list(keys)
    for language, name in enumerate(_STEMMERS):
        if name:
            mine = [i for i, key in enumerate(keys) if _language(of_key[key]) == language]
            for i, stem in zip(mine, Stemmer.Stemmer(name).stemWords([keys[i] for i in mine]), strict=True):
                stems[i] = stem
    numbers: dict[str, int] = {}
    return [numbers.setdefault(stem, len(numbers)) for stem in stems]


def _language(counts: Sequence[int]) -> int:
    return max(range(len(counts)), key=lambda language: (counts[language], -language))


def _spellings(
    surfaces: list[str], of_surface: Mapping[str, str], counts: Mapping[str, Sequence[int]], group_of: Mapping[str, int]
) -> tuple[dict[str, list[tuple[str, int]]], dict[str, int], NDArray[np.bool_]]:
    """Number the surfaces of each group from the most frequent one."""
    members: list[list[str]] = [[] for _ in range(max(group_of.values(), default=-1) + 1)]
    for surface in surfaces:
        if of_surface[surface]:
            members[group_of[of_surface[surface]]].append(surface)
    by_key: dict[str, list[tuple[str, int]]] = {}
    variant_of: dict[str, int] = {}
    for group in members:
        if len(group) > 1:
            group.sort(key=lambda surface: (-sum(counts[surface]), surface))
        for place, surface in enumerate(group):
            variant_of[surface] = min(place, OTHER)
            by_key.setdefault(of_surface[surface], []).append((surface, min(place, OTHER)))
    return by_key, variant_of, np.array([len(group) > 1 for group in members], dtype=np.bool_)
