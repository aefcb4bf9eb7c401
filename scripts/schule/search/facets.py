"""Filters and sort keys of all pages, a file each.

Takes what every page declared, returns payloads: for a filter the values and the pages of each, for a sort key the pages in
order. Numbers sort as numbers if all values of a key are numbers, otherwise words sort as German words do.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from schule.search import varint
from schule.search.analysis import fold, normal
from schule.search.table import Ints

PageFacets = tuple[int, Mapping[str, Sequence[str]], Mapping[str, str]]


def filters(pages: Iterable[PageFacets]) -> dict[str, bytes]:
    """Return the payload of each filter."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, declared, _ in pages:
        for key, values in declared.items():
            for value in values:
                found.setdefault(key, {}).setdefault(value, []).append(number)
    return {key: _filter(found[key]) for key in sorted(found)}


def sorts(pages: Iterable[PageFacets]) -> dict[str, bytes]:
    """Return the payload of each sort key: the pages that have it, in ascending order."""
    found: dict[str, list[tuple[str, int]]] = {}
    for number, _, declared in pages:
        for key, value in declared.items():
            found.setdefault(key, []).append((value, number))
    return {key: varint.encode(np.array(_ordered(found[key]), dtype=np.int64)) for key in sorted(found)}


def _filter(values: Mapping[str, list[int]]) -> bytes:
    names = sorted(values, key=lambda value: (fold(normal(value)), value))
    head = "\n".join(names).encode("utf-8", "replace")
    columns = [varint.encode(_steps(values[name])) for name in names]
    sizes = varint.encode(np.array([len(values[name]) for name in names], dtype=np.int64))
    return b"".join(varint.encode_one(len(part)) + part for part in (head, sizes, b"".join(columns)))


def _steps(pages: list[int]) -> Ints:
    numbers = np.array(pages, dtype=np.int64)
    numbers[1:] -= numbers[:-1].copy()
    return numbers


def _ordered(entries: list[tuple[str, int]]) -> list[int]:
    try:
        return [page for _, page in sorted((float(value), page) for value, page in entries)]
    except ValueError:
        return [page for _, page in sorted(entries, key=lambda entry: (fold(normal(entry[0])), entry))]
