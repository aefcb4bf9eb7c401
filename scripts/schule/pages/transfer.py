"""Who took over what from whom, in both directions, as the records say it.

Takes the catalog; returns steps: a solution, the other side, since when and how. A step is noted once, at the solution
that was handed on (``nachnutzung``) or at the one that came from elsewhere (``uebernommen_aus``); both ends show it.
Nothing is concluded from likeness or from partners: an exchange that no record names does not exist here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from schule.records.catalog import Catalog, Item
from schule.records.projects import LeadProject, Origin, PracticeCase, Reuse
from schule.records.values import UNKNOWN, Date

SOLUTIONS = ("leitprojekte", "praxisbeispiele")


@dataclass(frozen=True)
class Step:
    """One step of a solution from one place to another.

    ``solution`` is what moved, ``other`` the side that is not the record's own: its record where there is one, else
    its ``name``. ``town`` is the slug of that side's municipality. ``intended`` says that it was only announced.
    """

    solution: Item
    name: str
    other: Item | None = None
    town: str = ""
    since: Date | None = None
    how: str = ""
    intended: bool = False


@dataclass(frozen=True)
class Exchange:
    """What a municipality gave and what it took."""

    given: tuple[Step, ...] = ()
    taken: tuple[Step, ...] = ()


class Transfers:
    """All steps of a catalog, found from every end; worked out once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def users(self, item: Item) -> tuple[Step, ...]:
        """Return who uses a solution after its own town: as it says itself, and as those say who took it over."""
        return (*self._uses.get(_key(item), ()), *self._copies.get(_key(item), ()))

    def origins(self, item: Item) -> tuple[Step, ...]:
        """Return from whom a solution came."""
        return self._origins.get(_key(item), ())

    def of_town(self, slug: str) -> Exchange:
        """Return what a municipality handed on and what it took over."""
        return self._towns.get(slug, Exchange())

    @cached_property
    def _uses(self) -> Mapping[tuple[str, str], tuple[Step, ...]]:
        return {
            _key(item): tuple(_use(self._catalog, item, reuse) for reuse in record.nachnutzung)
            for item, record in _solutions(self._catalog)
            if record.nachnutzung
        }

    @cached_property
    def _origins(self) -> Mapping[tuple[str, str], tuple[Step, ...]]:
        return {
            _key(item): tuple(_origin(self._catalog, item, origin) for origin in record.uebernommen_aus)
            for item, record in _solutions(self._catalog)
            if record.uebernommen_aus
        }

    @cached_property
    def _copies(self) -> Mapping[tuple[str, str], tuple[Step, ...]]:
        """The other end of ``uebernommen_aus``: at the model that a solution names, the solution made from it."""
        found: dict[tuple[str, str], list[Step]] = {}
        for steps in self._origins.values():
            for step in steps:
                if step.other is not None and step.other.kind.name in SOLUTIONS:
                    copy = step.solution
                    made = Step(step.other, copy.title, copy, _lead(copy), step.since, step.how)
                    found.setdefault(_key(step.other), []).append(made)
        return {key: tuple(steps) for key, steps in found.items()}

    @cached_property
    def _towns(self) -> Mapping[str, Exchange]:
        given: dict[str, list[Step]] = {}
        taken: dict[str, list[Step]] = {}
        for step in _flat(self._uses):
            _note(given, _lead(step.solution), step)
            _note(taken, step.town, step)
        for step in _flat(self._copies):
            _note(given, _lead(step.solution), step)
        for step in _flat(self._origins):
            _note(taken, _lead(step.solution), step)
            if step.other is None or step.other.kind.name not in SOLUTIONS:  # else the copy says it already
                _note(given, step.town, step)
        return {slug: Exchange(tuple(given.get(slug, ())), tuple(taken.get(slug, ()))) for slug in {**given, **taken}}


def _use(catalog: Catalog, item: Item, reuse: Reuse) -> Step:
    other = catalog.get("kommunen", reuse.kommune or "") or catalog.get("modellprojekte", reuse.modellprojekt or "")
    name = reuse.wer or (other.title if other else UNKNOWN)
    how = "" if reuse.wie == UNKNOWN else reuse.wie
    return Step(item, name, other, reuse.kommune or "", _known(reuse.seit), how, bool(reuse.absicht))


def _origin(catalog: Catalog, item: Item, origin: Origin) -> Step:
    other = (
        catalog.find(origin.datensatz or "")
        or catalog.get("kommunen", origin.kommune or "")
        or catalog.get("modellprojekte", origin.modellprojekt or "")
    )
    how = "" if origin.wie == UNKNOWN else origin.wie
    return Step(item, origin.von, other, origin.kommune or "", _known(origin.seit), how)


def _solutions(catalog: Catalog) -> Iterator[tuple[Item, LeadProject | PracticeCase]]:
    for kind in SOLUTIONS:
        for item in catalog.of(kind).values():
            if isinstance(item.record, LeadProject | PracticeCase):
                yield item, item.record


def _lead(item: Item) -> str:
    """Return the municipality of this website whose solution it is."""
    record = item.record
    if isinstance(record, LeadProject):
        return "" if record.federfuehrung == UNKNOWN else record.federfuehrung
    return (record.kommune or "") if isinstance(record, PracticeCase) else ""


def _flat(table: Mapping[tuple[str, str], tuple[Step, ...]]) -> Iterator[Step]:
    for steps in table.values():
        yield from steps


def _note(table: dict[str, list[Step]], town: str, step: Step) -> None:
    if town and step not in table.setdefault(town, []):
        table[town].append(step)


def _known(date: Date | str) -> Date | None:
    return date if isinstance(date, Date) else None


def _key(item: Item) -> tuple[str, str]:
    return item.kind.name, item.slug
