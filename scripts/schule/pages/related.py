"""Which records belong together: what a record refers to and what refers to it, grouped by kind.

Direct references alone count; nothing is guessed from common words. Titles decide the order within a group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from schule.records.catalog import Catalog, Item
from schule.records.kinds import PAGES, Kind

# Why a record stands among the related ones, where the field says more than "it is named there".
_REASONS = {
    "federfuehrung": "Federführung",
    "nachnutzung": "Nachnutzung",
    "uebernommen_aus": "Herkunft",
    "programm": "im Programm",
}


class RelatedItem(NamedTuple):
    """A related record and, where it helps, why it is related."""

    item: Item
    reason: str


@dataclass(frozen=True)
class RelatedGroup:
    """The related records of one kind."""

    kind: Kind
    entries: tuple[RelatedItem, ...]

    @property
    def title(self) -> str:
        """The heading of the group."""
        return self.kind.plural if len(self.entries) > 1 else self.kind.singular


def related_records(catalog: Catalog, item: Item) -> tuple[RelatedGroup, ...]:
    """Return the related records of ``item`` that have pages, in the order of the kinds."""
    found: dict[str, dict[str, RelatedItem]] = {name: {} for name in PAGES}
    for reference in catalog.references[item.kind.name, item.slug]:
        target = catalog.find(reference.slug) if reference.kind == "*" else catalog.get(reference.kind, reference.slug)
        if target is not None:
            _add(found, item, target, str(reference.location[0]))
    for backlink in catalog.backlinks(item.kind.name, item.slug):
        _add(found, item, backlink.item, backlink.field)
    return tuple(
        RelatedGroup(PAGES[name], tuple(sorted(entries.values(), key=lambda entry: entry.item.title.casefold())))
        for name, entries in found.items()
        if entries
    )


def _add(found: dict[str, dict[str, RelatedItem]], item: Item, target: Item, field: str) -> None:
    same_kind = found.get(target.kind.name)
    if same_kind is None or (target.slug == item.slug and target.kind is item.kind):
        return
    known = same_kind.get(target.slug)
    if known is None or not known.reason:
        same_kind[target.slug] = RelatedItem(target, _REASONS.get(field, ""))
