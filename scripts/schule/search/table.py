"""Rows of unequal length in two columns of numbers.

The shape in which words have parts, surfaces have expansions and pieces have words: one array of values, one that says where
each row begins. Looking up many rows is arithmetic on arrays, not a loop.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of unequal length: row i is `values[first[i]:first[i + 1]]`."""

    first: Ints
    values: Ints

    def rows(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Return the values of the wanted rows one after another, and the place in `wanted` that each belongs to."""
        sizes = self.first[wanted + 1] - self.first[wanted]
        place = np.repeat(np.arange(len(wanted)), sizes)
        offset = np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.values[np.repeat(self.first[wanted], sizes) + offset], place


def table(rows: int, row: Ints, values: Ints) -> Table:
    """Return a table of `values`, of which each belongs to the row of the same place; their order in a row is kept."""
    order = np.argsort(row, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))]).astype(np.int64)
    return Table(first, values[order])
