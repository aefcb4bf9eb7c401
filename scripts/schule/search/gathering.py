"""The reduce of words: what the batches found, as one list of surfaces.

Takes the spill files of all batches, returns the sorted surfaces of the site with the sections they stand in, by language,
and what the pages declare. Memory grows with the vocabulary, not with the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from schule.search import spill
from schule.search.batches import spill_path
from schule.search.facets import PageFacets
from schule.search.mapping import LANGUAGES
from schule.search.table import Ints


@dataclass(frozen=True, slots=True)
class Gathered:
    """The words and pages of a site; `batch_surfaces[i]` are the places in `surfaces` of the surfaces of batch i."""

    surfaces: list[str]
    counts: Ints  # a row for each surface, a column for each language
    batch_surfaces: list[Ints]
    pages: list[PageFacets]
    words: int
    sections: int


def gather(work: Path, batches: Sequence[int]) -> Gathered:
    """Join what the batches found."""
    opened = [spill.read(spill_path(work, number)) for number in batches]
    texts = [value["surfaces"] for _, value in opened]
    surfaces = sorted(set().union(*(text.split("\n") for text in texts)) - {""})
    place = {surface: number for number, surface in enumerate(surfaces)}
    counts = np.zeros((len(surfaces), len(LANGUAGES)), np.int64)
    batch_surfaces = []
    for (arrays, _), text in zip(opened, texts, strict=True):
        names = text.split("\n") if text else []
        mine = np.fromiter(map(place.__getitem__, names), np.int64, len(names))
        language = arrays["section_language"][arrays["section"]]
        cell = arrays["term"].astype(np.int64) * len(LANGUAGES) + language
        counts[mine] += np.bincount(cell, minlength=len(names) * len(LANGUAGES)).reshape(-1, len(LANGUAGES))
        batch_surfaces.append(mine)
    pages = [(number, filters, sorts) for _, value in opened for number, filters, sorts in value["pages"]]
    words = sum(int(arrays["section_words"].sum()) for arrays, _ in opened)
    return Gathered(surfaces, counts, batch_surfaces, pages, words, sum(len(a["section_words"]) for a, _ in opened))


def average_length(gathered: Gathered) -> float:
    """Return the average number of words in a section, rounded to a quarter of a doubling.

    Rounded, so that one changed page does not move every weight on the site.
    """
    return float(2.0 ** (round(np.log2(max(gathered.words / max(gathered.sections, 1), 1.0)) * 4) / 4))
