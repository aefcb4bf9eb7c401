"""Municipalities alike: what two have in common, each common point with its name.

The size class counts three points, density two, a common role in the network and the same district one each; at least
two make a likeness, and of equal points the nearer number of inhabitants comes first. Each group is sorted once and
looked at from the inside out, so that ten thousand municipalities cost no more than a few sorts. What is unknown is
not guessed: without a number of inhabitants a municipality is like no other, and an unknown role is nobody's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from schule.records.catalog import Catalog, Item
from schule.records.places import Municipality, Population
from schule.records.values import UNKNOWN

KEPT, _LEAST = 5, 2
_Member = tuple[int, str]  # inhabitants, slug


@dataclass(frozen=True)
class Likeness:
    """A municipality like another one, and why."""

    item: Item
    reasons: tuple[str, ...]


def similar_municipalities(catalog: Catalog) -> Mapping[str, tuple[Likeness, ...]]:
    """Return for every municipality, by slug, those most like it, the most alike first."""
    items = catalog.of("kommunen")
    groups: dict[Hashable, list[_Member]] = {}
    for slug, item in items.items():
        record = cast(Municipality, item.record)
        if isinstance(record.einwohner, Population):
            for key in _keys(record):
                groups.setdefault(key, []).append((record.einwohner.wert, slug))
    near: dict[str, set[_Member]] = {}
    for members in groups.values():
        members.sort()
        for place, (_, slug) in enumerate(members):
            around = members[max(0, place - KEPT) : place] + members[place + 1 : place + 1 + KEPT]
            near.setdefault(slug, set()).update(around)
    return {slug: _best(catalog, items[slug], found) for slug, found in near.items()}


def _keys(record: Municipality) -> Iterator[Hashable]:
    """Yield the groups whose members have something in common."""
    yield "kreis", record.kreis
    if record.groessenklasse != UNKNOWN:
        yield "klasse", record.groessenklasse
        yield "klasse und kreis", record.groessenklasse, record.kreis
        yield "klasse und besiedlung", record.groessenklasse, record.besiedlung
    if record.besiedlung != UNKNOWN:
        yield "besiedlung", record.besiedlung
    for role in sorted(_roles(record)):
        yield "rolle", role
        yield "klasse und rolle", record.groessenklasse, role


def _best(catalog: Catalog, item: Item, candidates: set[_Member]) -> tuple[Likeness, ...]:
    own = cast(Municipality, item.record)
    people = cast(Population, own.einwohner).wert
    items = catalog.of("kommunen")
    ranked = []
    for count, slug in candidates:
        points = _points(own, cast(Municipality, items[slug].record))
        if points >= _LEAST:
            ranked.append((-points, abs(count - people), slug))
    ranked.sort()
    best = (items[slug] for _, _, slug in ranked[:KEPT])
    return tuple(Likeness(other, _reasons(catalog, own, cast(Municipality, other.record))) for other in best)


def _points(one: Municipality, other: Municipality) -> int:
    return (
        3 * _same(one.groessenklasse, other.groessenklasse)
        + 2 * _same(one.besiedlung, other.besiedlung)
        + bool(_roles(one) & _roles(other))
        + (one.kreis == other.kreis)
    )


def _reasons(catalog: Catalog, one: Municipality, other: Municipality) -> tuple[str, ...]:
    """Return what earned the points, in words."""
    reasons = []
    if _same(one.groessenklasse, other.groessenklasse):
        reasons.append(f"gleiche Größenklasse: {_title(catalog, 'groessenklassen', one.groessenklasse)}")
    if _same(one.besiedlung, other.besiedlung):
        reasons.append(f"gleich dicht besiedelt: {one.besiedlung}")
    roles = [slug for slug in catalog.of("rollen") if slug in _roles(one) & _roles(other)]
    if roles:
        reasons.append(f"gleiche Rolle: {', '.join(_title(catalog, 'rollen', role) for role in roles)}")
    if one.kreis == other.kreis:
        reasons.append(f"gleicher Kreis: {_title(catalog, 'kreise', one.kreis)}")
    return tuple(reasons)


def _same(one: str, other: str) -> bool:
    return one == other != UNKNOWN


def _roles(record: Municipality) -> set[str]:
    return set() if record.rollen == UNKNOWN else {role.rolle for role in record.rollen}


def _title(catalog: Catalog, kind: str, slug: str) -> str:
    item = catalog.get(kind, slug)
    return item.title if item else slug
