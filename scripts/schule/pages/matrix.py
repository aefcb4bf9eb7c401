"""Who works on what: municipalities against the entries of a vocabulary, counted from the records.

A municipality counts for a field when a lead project that it leads or takes part in, or a practice case of its own,
belongs to the field. The table names no zeros: an empty cell means that nothing is recorded, not that nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schule.pages.grouping import plain
from schule.records.catalog import Catalog, Item
from schule.records.projects import LeadProject, PracticeCase
from schule.records.values import UNKNOWN


@dataclass(frozen=True)
class Row:
    """One municipality and its records by the slug of a column."""

    item: Item
    cells: dict[str, tuple[Item, ...]]

    @property
    def total(self) -> int:
        """Number of different records in the row."""
        return len({(item.kind.name, item.slug) for items in self.cells.values() for item in items})


def coverage(catalog: Catalog, field: str) -> list[Row]:
    """Return the municipalities that have a record in any column, by name; ``field`` is ``handlungsfelder`` or ``sdg``."""
    found: dict[str, dict[str, list[Item]]] = {}
    for kind in ("leitprojekte", "praxisbeispiele"):
        for item in catalog.of(kind).values():
            columns = [str(slug) for slug in getattr(item.record, field)]
            for place in dict.fromkeys(_places(item.record)):
                row = found.setdefault(place, {})
                for column in columns:
                    row.setdefault(column, []).append(item)
    rows = []
    for slug, cells in found.items():
        place_item = catalog.get("kommunen", slug)
        if place_item and cells:
            rows.append(Row(place_item, {column: tuple(items) for column, items in cells.items()}))
    return sorted(rows, key=lambda row: plain(row.item.title))


def shares(catalog: Catalog) -> list[tuple[int, str, int]]:
    """Count the municipalities by their first role in the vocabulary's order: number, name, count; unknown is 0."""
    order = {slug: number for number, slug in enumerate(catalog.of("rollen"), 1)}
    counts: dict[int, int] = {}
    for item in catalog.of("kommunen").values():
        first = min(role_numbers(item, order), default=0)
        counts[first] = counts.get(first, 0) + 1
    titles = {order[slug]: item.title for slug, item in catalog.of("rollen").items()}
    named = [(number, titles[number], counts[number]) for number in sorted(counts) if number]
    return [*named, *([(0, "Rolle unbekannt", counts[0])] if 0 in counts else [])]


def role_counts(catalog: Catalog) -> list[tuple[int, str, int]]:
    """Count for every role the municipalities that have it: number, name, count; who has two counts twice, unknown is 0."""
    order = {slug: number for number, slug in enumerate(catalog.of("rollen"), 1)}
    counts = dict.fromkeys(range(len(order) + 1), 0)
    for item in catalog.of("kommunen").values():
        for number in role_numbers(item, order) or (0,):
            counts[number] += 1
    named = [(order[slug], item.title, counts[order[slug]]) for slug, item in catalog.of("rollen").items()]
    return [*(row for row in named if row[2]), *([(0, "Rolle unbekannt", counts[0])] if counts[0] else [])]


def several_roles(catalog: Catalog) -> list[tuple[Item, tuple[str, ...]]]:
    """Return the municipalities with more than one role and the roles' titles, by name."""
    order = {slug: number for number, slug in enumerate(catalog.of("rollen"), 1)}
    titles = {order[slug]: item.title for slug, item in catalog.of("rollen").items()}
    rows = [(item, tuple(titles[n] for n in role_numbers(item, order))) for item in catalog.of("kommunen").values()]
    return sorted((row for row in rows if len(row[1]) > 1), key=lambda row: plain(row[0].title))


def role_numbers(item: Item, order: Mapping[str, int]) -> tuple[int, ...]:
    """Return the numbers of a municipality's roles, each once, in the vocabulary's order; empty where unknown."""
    roles = getattr(item.record, "rollen", UNKNOWN)
    return tuple(sorted({order[role.rolle] for role in roles if role.rolle in order})) if roles != UNKNOWN else ()


def _places(record: Any) -> Iterator[str]:
    if isinstance(record, LeadProject):
        yield from (slug for slug in (record.federfuehrung, *record.beteiligte) if slug != UNKNOWN)
    elif isinstance(record, PracticeCase) and record.kommune:
        yield record.kommune
