"""Municipalities alike: the same size class and kind of settlement, then the nearest number of inhabitants.

Each group is sorted once and looked at from the inside out, so that ten thousand municipalities cost no more than a
sort. What is unknown about a municipality is not guessed: without a number of inhabitants it is like no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from schule.records.catalog import Catalog, Item
from schule.records.places import Municipality, Population
from schule.records.values import UNKNOWN

_KEPT = 5


def similar_municipalities(catalog: Catalog) -> Mapping[str, tuple[Item, ...]]:
    """Return for every municipality, by slug, those most like it, the nearest first."""
    groups: dict[tuple[str, str], list[tuple[int, str, Item]]] = {}
    for slug, item in catalog.of("kommunen").items():
        record = cast(Municipality, item.record)
        if isinstance(record.einwohner, Population) and record.groessenklasse != UNKNOWN:
            key = (record.groessenklasse, record.besiedlung)
            groups.setdefault(key, []).append((record.einwohner.wert, slug, item))
    found = {}
    for members in groups.values():
        members.sort(key=lambda member: member[:2])
        for place, (people, slug, _) in enumerate(members):
            near = members[max(0, place - _KEPT) : place] + members[place + 1 : place + 1 + _KEPT]
            near.sort(key=lambda member: (abs(member[0] - people), member[1]))
            found[slug] = tuple(item for _, _, item in near[:_KEPT])
    return found
