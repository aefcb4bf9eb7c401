"""Hints from readers as their page shows them: by what became of them, and how long answers took.

Takes the catalog, returns plain values for the template; what is undecided has no duration, and a hint whose days are
not known exactly counts for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import cast, get_args

from schule.records.catalog import Catalog, Item
from schule.records.registers import Remark

STATES: tuple[str, ...] = get_args(Remark.model_fields["status"].annotation)


@dataclass(frozen=True)
class RemarkGroup:
    """The hints of one state, newest first."""

    state: str
    items: tuple[Item, ...]


def remark_groups(catalog: Catalog) -> tuple[RemarkGroup, ...]:
    """Return the hints by state, in the order of the model; states without hints are left out."""
    items = _newest_first(catalog.of("hinweise").values())
    groups = (RemarkGroup(state, tuple(item for item in items if _remark(item).status == state)) for state in STATES)
    return tuple(group for group in groups if group.items)


def remarks_about(catalog: Catalog, item: Item) -> tuple[Item, ...]:
    """Return the hints about a record, newest first."""
    links = catalog.backlinks(item.kind.name, item.slug, of="hinweise")
    return _newest_first(link.item for link in links if link.field == "datensatz")


def days_to_answer(catalog: Catalog) -> tuple[int, int]:
    """Return how many hints were answered, and after how many days half of them were (0 for none)."""
    days = [
        (remark.beantwortet.first - remark.eingang.first).days
        for remark in map(_remark, catalog.of("hinweise").values())
        if remark.beantwortet and remark.beantwortet.is_day and remark.eingang.is_day
    ]
    return len(days), ceil(median(days)) if days else 0


def _newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (_remark(item).eingang.first, item.slug), reverse=True))


def _remark(item: Item) -> Remark:
    return cast(Remark, item.record)
