"""All records of a school, found by kind and slug, with the links between them in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, cast

from schule.records.base import Entry, Record
from schule.records.facts import Facts, Words, facts_of, words_of
from schule.records.kinds import KINDS, PAGES, Kind
from schule.records.references import Reference, references_of


@dataclass(frozen=True)
class Item:
    """One record with its identity: ``slug`` within ``kind``; ``path`` is its file, relative to the project's root."""

    kind: Kind
    slug: str
    record: Record | Entry
    path: str

    @property
    def address(self) -> str:
        """The record's address on the site, starting with a slash."""
        return self.kind.address(self.slug)

    @property
    def title(self) -> str:
        """The record's title."""
        return self.record.titel

    @cached_property
    def facts(self) -> Facts:
        """What the checks of other records ask of this one."""
        remembered = vars(self).get("remembered")
        return remembered.facts if remembered else facts_of(self.record)

    @cached_property
    def words(self) -> Words:
        """What a record with a page of its own says, in words."""
        remembered = vars(self).get("remembered")
        return remembered.words if remembered else words_of(cast(Record, self.record))

    def vocabulary(self) -> Iterable[str]:
        """Return every word of such a record once."""
        remembered = vars(self).get("remembered")
        return remembered.vocabulary() if remembered else {*self.words.title, *self.words.text}


@dataclass(frozen=True, slots=True)
class Backlink:
    """A record that refers to another one, and the field in which it does."""

    item: Item
    field: str


class Catalog:
    """The records of a school. It holds what could be read; whether it is right is the check's business."""

    def __init__(self, items: Iterable[Item]) -> None:
        tables: dict[str, dict[str, Item]] = {name: {} for name in KINDS}
        for item in items:
            tables[item.kind.name].setdefault(item.slug, item)
        self._tables = {name: MappingProxyType(table) for name, table in tables.items()}
        self._walked: dict[tuple[str, str], tuple[Reference, ...]] = {}

    def of(self, kind: str) -> Mapping[str, Item]:
        """Return the records of a kind by slug, in the order in which they were loaded."""
        return self._tables[kind]

    def records(self, kind: str) -> list[Any]:
        """Return the models of a kind without their items (templates and exports use them)."""
        return [item.record for item in self._tables[kind].values()]

    def get(self, kind: str, slug: str) -> Item | None:
        """Return one record, or None."""
        return self._tables[kind].get(slug)

    def find(self, reference: str) -> Item | None:
        """Return the page record that ``kind/slug`` names, or None."""
        kind, _, slug = reference.strip("/").partition("/")
        return self._tables[kind].get(slug) if kind in PAGES else None

    def __iter__(self) -> Any:
        for table in self._tables.values():
            yield from table.values()

    def _identities(self) -> Iterator[tuple[str, str]]:
        return ((kind, slug) for kind, table in self._tables.items() for slug in table)

    def __len__(self) -> int:
        return sum(len(table) for table in self._tables.values())

    @cached_property
    def references(self) -> Mapping[tuple[str, str], tuple[Reference, ...]]:
        """The references of every record, by (kind, slug)."""
        return {identity: self.references_in(*identity) or () for identity in self._identities()}

    def references_in(self, kind: str, slug: str) -> tuple[Reference, ...] | None:
        """Return the references of one record, or None where there is no such record; each is looked through once."""
        known = self._walked.get((kind, slug))
        item = self.get(kind, slug) if known is None else None
        if item is not None:
            known = self._walked[kind, slug] = tuple(references_of(item.record))
        return known

    @cached_property
    def _backlinks(self) -> dict[tuple[str, str], list[Backlink]]:
        table: dict[tuple[str, str], list[Backlink]] = {}
        for item in self:
            seen = set()
            for reference in self.references[item.kind.name, item.slug]:
                target = (reference.kind, reference.slug)
                if reference.kind == "*":
                    kind, _, slug = reference.slug.strip("/").partition("/")
                    target = (kind, slug)
                field = str(reference.location[0])
                if (target, field) not in seen:
                    seen.add((target, field))
                    table.setdefault(target, []).append(Backlink(item, field))
        return table

    def backlinks(self, kind: str, slug: str, *, of: str | None = None) -> tuple[Backlink, ...]:
        """Return who refers to a record, optionally only records of the kind ``of``."""
        links = self._backlinks.get((kind, slug), [])
        return tuple(link for link in links if of is None or link.item.kind.name == of)

    def source_text(self, slug: str) -> str:
        """Return the citation of a source as readers see it."""
        item = self.get("quellen", slug)
        return cast(Any, item.record).zitat if item else slug
