"""The dictionary: every distinct word of the site with its key, its group (stem), its parts, and how common it is.

Takes the distinct surfaces of the site with the number of sections they stand in, returns columns that postings and
dictionary files are made of. This is the only step that stems and splits, once per distinct word; what can be done for all
words at once is done on columns.

A group is what one stem joins (Haus, Hauses, Häuser) and what is a form of the same word besides (`families`). Groups are
numbered in the order of their homes, so a group stands near its words in every file.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import Stemmer
from numpy.typing import NDArray

from schule.search import compounds, families
from schule.search.analysis import fold_lines, is_word, runs
from schule.search.table import Ints, Table, table

OTHER = 7  # the variant that all spellings of a group share after the seven most frequent ones
WORD, PART = 0, 1
_STEMMERS = ("german", "english")  # in the order of mapping.LANGUAGES; words of other languages are their own stems
Split = Callable[[Sequence[str], Mapping[str, int]], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Columns by surface, by key and by group."""

    chosen: Ints  # places of those surfaces that are words among all surfaces
    surfaces: list[str]  # these, sorted
    surface_key: Ints
    surface_variant: Ints
    key_surfaces: Table  # the most frequent first
    keys: list[str]  # sorted
    key_group: Ints
    group_home: Ints  # the key at whose place in the order of keys the group stands
    key_count: Ints
    key_parts: Table  # groups of the two parts, or of the inner words
    group_several: NDArray[np.bool_]  # groups with more than one surface
    expansion: Table  # by surface: group * 16 + variant * 2 + (WORD or PART)


def split_all(keys: Sequence[str], weights: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the parts of those keys that are compounds."""
    return {key: found for key in keys if (found := compounds.split(key, weights))}


def build(surfaces: list[str], counts: Ints, sections: int, split: Split = split_all) -> Vocabulary:
    """Return the dictionary of sorted `surfaces`; `counts` has a row for each and a column for each language."""
    folded = fold_lines("\n".join(surfaces)).split("\n") if surfaces else []
    chosen = [place for place, key in enumerate(folded) if key and is_word(surfaces[place])]
    words = [surfaces[place] for place in chosen]
    counts = counts[np.array(chosen, dtype=np.int64)]
    owners, pieces = _pieces(words)
    keys = sorted({*(folded[place] for place in chosen), *pieces})
    number = {key: place for place, key in enumerate(keys)}
    surface_key = np.array([number[folded[place]] for place in chosen], dtype=np.int64)
    piece_key = np.array([number[piece] for piece in pieces], dtype=np.int64)
    by_language = np.zeros((len(keys), counts.shape[1]), np.int64)
    np.add.at(by_language, surface_key, counts)
    np.add.at(by_language, piece_key, counts[owners])
    language, key_count = by_language.argmax(axis=1), by_language.sum(axis=1)
    stems = _stems(keys, language)
    is_german = (language == 0).tolist()
    spelled = {word: place for word, place in zip(words, surface_key.tolist(), strict=True) if is_german[place]}
    settled = families.settled(stems, keys, spelled)
    key_group, group_home = _groups(settled, families.joined(settled, spelled), key_count.tolist())
    weights = compounds.weigh_parts(keys, stems, key_count.tolist(), sections)
    german = [keys[place] for place in np.flatnonzero(language == 0).tolist()]
    heads = {number[key]: (number[a], number[b]) for key, (a, b) in split(german, weights).items()}
    surface_count = counts.sum(axis=1)
    variant, several = _variants(key_group[surface_key], surface_count, len(group_home))
    joined = table(len(words), owners, piece_key)
    inner = _inner_parts(heads, key_group, len(keys))
    expansion = _expansion(surface_key, variant, key_group, joined, inner)
    parts = _own_parts(heads, surface_key, joined, key_group)
    by_count = np.lexsort((np.arange(len(words)), -surface_count))
    key_surfaces = table(len(keys), surface_key[by_count], by_count)
    return Vocabulary(
        np.array(chosen, dtype=np.int64),
        words,
        surface_key,
        variant,
        key_surfaces,
        keys,
        key_group,
        group_home,
        key_count,
        parts,
        several,
        expansion,
    )


def _pieces(words: list[str]) -> tuple[Ints, list[str]]:
    """Return the keys of inner words, and the place in `words` of the surface that each stands in."""
    owners, found = [], []
    for place, word in enumerate(words):
        if not word.isalnum():
            inner = runs(word)
            owners += [place] * len(inner)
            found += inner
    keys = fold_lines("\n".join(found)).split("\n") if found else []
    kept = [place for place, key in enumerate(keys) if key]
    return np.array([owners[place] for place in kept], dtype=np.int64), [keys[place] for place in kept]


def _stems(keys: list[str], language: Ints) -> list[str]:
    stems = list(keys)
    for code, name in enumerate(_STEMMERS):
        mine = np.flatnonzero(language == code).tolist()
        for place, stem in zip(mine, stem_keys([keys[i] for i in mine], name), strict=True):
            stems[place] = stem
    return stems


def stem_keys(keys: list[str], language: str) -> list[str]:
    """Return the stem of each key by the rules of Snowball for `language`."""
    return list(Stemmer.Stemmer(language).stemWords(keys))


def _groups(stems: Sequence[str], joined: Sequence[str], counts: Sequence[int]) -> tuple[Ints, Ints]:
    """Return the group of each key and the home of each group: the first key with the most common stem of those joined."""
    first: dict[str, int] = {}
    total: dict[str, int] = {}
    for place, stem in enumerate(stems):
        first.setdefault(stem, place)
        total[stem] = total.get(stem, 0) + counts[place]
    home: dict[str, int] = {}
    for stem, group in dict(zip(stems, joined, strict=True)).items():
        best = home.get(group)
        # In doublings, so that a changed page seldom moves a group.
        if best is None or (-total[stem].bit_length(), first[stem]) < (-total[stems[best]].bit_length(), best):
            home[group] = first[stem]
    number = {group: place for place, group in enumerate(sorted(home, key=home.__getitem__))}
    key_group = np.array([number[group] for group in joined], dtype=np.int64)
    return key_group, np.array(sorted(home.values()), dtype=np.int64)


def _variants(groups: Ints, counts: Ints, size: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Number the surfaces of each group from the most frequent one; say which groups have several."""
    order = np.lexsort((np.arange(len(groups)), -counts, groups))
    begins = np.searchsorted(groups[order], groups[order], side="left")
    variant = np.empty(len(groups), np.int64)
    variant[order] = np.minimum(np.arange(len(groups)) - begins, OTHER)
    return variant, np.bincount(groups, minlength=size) > 1


def _inner_parts(heads: Mapping[int, tuple[int, int]], key_group: Ints, keys: int) -> Table:
    """Return by key the groups of its parts, of the parts of these, and so on."""
    groups = key_group.tolist()
    row, values = [], []
    for key, pair in heads.items():
        todo, seen = list(pair), {groups[key]}
        while todo:
            part = todo.pop()
            if groups[part] not in seen:
                seen.add(groups[part])
                row.append(key)
                values.append(groups[part])
                todo += heads.get(part, ())
    return table(keys, np.array(row, dtype=np.int64), np.array(values, dtype=np.int64))


def _expansion(surface_key: Ints, variant: Ints, key_group: Ints, joined: Table, inner: Table) -> Table:
    """Return by surface all that it stands for: its group, the groups of inner words, the groups of parts."""
    surfaces = np.arange(len(surface_key))
    pieces, owner = joined.rows(surfaces)
    parts, of_key = inner.rows(surface_key)
    piece_parts, of_piece = inner.rows(pieces)
    row = np.concatenate([surfaces, owner, of_key, owner[of_piece]])
    group = np.concatenate([key_group[surface_key], key_group[pieces], parts, piece_parts])
    kind = np.concatenate([np.full(len(surfaces) + len(owner), WORD), np.full(len(parts) + len(piece_parts), PART)])
    spelling = np.concatenate([variant, np.full(len(row) - len(surfaces), OTHER)])
    order = np.lexsort((np.arange(len(row)), kind, group, row))
    row, entry = row[order], (group * 16 + spelling * 2 + kind)[order]
    once = np.ones(len(row), dtype=np.bool_)
    once[1:] = (row[1:] != row[:-1]) | (group[order][1:] != group[order][:-1])
    return table(len(surfaces), row[once], entry[once])


def _own_parts(heads: Mapping[int, tuple[int, int]], surface_key: Ints, joined: Table, key_group: Ints) -> Table:
    """Return by key the groups that a reader may look for instead of it: two parts, or the inner words."""
    groups = key_group.tolist()
    found = {key: [groups[a], groups[b]] for key, (a, b) in heads.items()}
    pieces, owner = joined.rows(np.arange(len(surface_key)))
    inner: dict[int, dict[int, None]] = {}
    for key, group in zip(surface_key[owner].tolist(), key_group[pieces].tolist(), strict=True):
        inner.setdefault(key, {})[group] = None
    found.update({key: list(members) for key, members in inner.items()})
    row = [key for key, members in found.items() for _ in members]
    values = list(itertools.chain.from_iterable(found.values()))
    return table(len(key_group), np.array(row, dtype=np.int64), np.array(values, dtype=np.int64))
