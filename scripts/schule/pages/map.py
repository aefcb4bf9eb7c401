"""The map of the municipalities: boundaries (GeoJSON, WGS 84) -> inline SVG, at build time.

Takes every ``*.geojson`` of ``content/geo`` whose areas carry ``ags``; joins them to the records by that key. Longitudes
are shortened by the cosine of the middle latitude, which is exact enough for a region. A table stands beside every
map, so the drawing needs no description of its own beyond its name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from markupsafe import Markup

from schule.pages.display import format_number
from schule.pages.matrix import role_numbers
from schule.records.catalog import Catalog, Item
from schule.records.places import Area, Municipality, Population
from schule.records.values import UNKNOWN

_Ring = Sequence[tuple[float, float]]
_WIDE, _SMALL = 900, 260
_STRIPE = 8


@dataclass(frozen=True)
class RegionMap:
    """Areas by their key, in degrees, with the frame that holds them all."""

    rings: dict[str, tuple[_Ring, ...]]
    west: float
    north: float
    east: float
    south: float

    def size(self, width: int) -> tuple[int, int]:
        """Return width and height of a drawing of the whole region."""
        return width, round(width * (self.north - self.south) / ((self.east - self.west) * self._shrink))

    @property
    def _shrink(self) -> float:
        return math.cos(math.radians((self.north + self.south) / 2))

    def outline(self, key: str, width: int) -> str:
        """Return the path of one area in whole units, each point relative to the one before."""
        scale = width / (self.east - self.west)
        parts = []
        for ring in self.rings.get(key, ()):
            points = [(round((x - self.west) * scale), round((self.north - y) * scale / self._shrink)) for x, y in ring]
            parts.append(_relative(points))
        return "".join(parts)

    @cached_property
    def small_outlines(self) -> str:
        """The paths of all areas at the size of the small map, drawn once for all pages."""
        return "".join(self.outline(key, _SMALL) for key in self.rings)


def load_map(folder: Path) -> RegionMap | None:
    """Read the boundaries, or return None where a school has none."""
    rings: dict[str, tuple[_Ring, ...]] = {}
    for path in sorted(folder.glob("*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            rings[feature["properties"]["ags"]] = tuple(_rings(feature["geometry"]))
    if not rings:
        return None
    points = [point for area in rings.values() for ring in area for point in ring]
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    return RegionMap(rings, min(longitudes), max(latitudes), max(longitudes), min(latitudes))


def overview_map(region: RegionMap | None, catalog: Catalog, name: str) -> Markup:
    """Return the large map: every municipality a link, with what a reader can colour it by.

    A municipality with several roles is striped in their colours; its name says them all.
    """
    if region is None:
        return Markup("")
    width, height = region.size(_WIDE)
    roles = {slug: number for number, slug in enumerate(catalog.of("rollen"), 1)}
    towns = [item for item in catalog.of("kommunen").values() if _on(region, item)]
    areas = Markup("").join(_area(region, item, roles, catalog) for item in towns)
    several = sorted({numbers for item in towns if len(numbers := role_numbers(item, roles)) > 1})
    stripes = Markup("<defs>{}</defs>").format(Markup("").join(map(_stripes, several))) if several else Markup("")
    return Markup(
        '<svg class="s-orte" viewBox="-4 -4 {} {}" role="group" aria-label="{}" data-faerbung="rolle">{}{}</svg>'
    ).format(width + 8, height + 8, name, stripes, areas)


def locator_map(region: RegionMap | None, keys: Iterable[str], name: str) -> Markup:
    """Return the small map: the whole region quiet, the areas with these keys in colour."""
    chosen = [key for key in keys if region is not None and key in region.rings]
    if region is None or not chosen:
        return Markup("")
    width, height = region.size(_SMALL)
    own = "".join(region.outline(key, _SMALL) for key in chosen)
    return Markup(
        '<svg class="s-lage" viewBox="-2 -2 {} {}" role="img" aria-label="{}">'
        '<path class="s-lage__rest" d="{}"/><path class="s-lage__hier" d="{}"/></svg>'
    ).format(width + 4, height + 4, name, region.small_outlines, own)


def density(record: Municipality) -> int | None:
    """Return the inhabitants per square kilometre, rounded; None where one of the two is unknown."""
    people, area = record.einwohner, record.flaeche_km2
    return round(people.wert / area.wert) if isinstance(people, Population) and isinstance(area, Area) else None


def _area(region: RegionMap, item: Item, roles: dict[str, int], catalog: Catalog) -> Markup:
    record = cast(Municipality, item.record)
    numbers = role_numbers(item, roles)
    people = record.einwohner.wert if record.einwohner != UNKNOWN else None
    per_km2 = density(record)
    titles = [
        role.title
        for role, number in zip(catalog.of("rollen").values(), roles.values(), strict=True)
        if number in numbers
    ]
    words = [
        record.titel,
        f"{format_number(people)} Einwohner" if people else "Einwohnerzahl unbekannt",
        f"{format_number(per_km2)} je km²" if per_km2 is not None else "Dichte unbekannt",
        *(titles or ["Rolle unbekannt"]),
    ]
    pattern = (
        Markup(' data-mehrere style="--s-muster:url(#{})"').format(_pattern_id(numbers)) if len(numbers) > 1 else ""
    )
    return Markup(
        '<a href="{}" aria-label="{}"><path data-rolle="{}"{} data-einwohner="{}" data-dichte="{}" d="{}">'
        "<title>{}</title></path></a>"
    ).format(
        item.address,
        ", ".join(words),
        numbers[0] if numbers else 0,
        pattern,
        _step(people, (10_000, 20_000, 50_000, 100_000)),
        _step(per_km2, (100, 200, 400, 800)),
        region.outline(record.ags, _WIDE),
        ", ".join(words),
    )


def _stripes(numbers: tuple[int, ...]) -> Markup:
    """Return the pattern of a combination of roles: one stripe for each, aslant."""
    bars = Markup("").join(
        Markup('<rect x="{}" width="{}" height="{}" data-rolle="{}"/>').format(
            index * _STRIPE, _STRIPE, _STRIPE * len(numbers), number
        )
        for index, number in enumerate(numbers)
    )
    side = _STRIPE * len(numbers)
    return Markup(
        '<pattern id="{}" width="{}" height="{}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">{}</pattern>'
    ).format(_pattern_id(numbers), side, side, bars)


def _pattern_id(numbers: tuple[int, ...]) -> str:
    return "rollen-" + "-".join(map(str, numbers))


def _on(region: RegionMap, item: Item) -> bool:
    return cast(Municipality, item.record).ags in region.rings


def _step(value: float | None, limits: Sequence[int]) -> int:
    """Return 0 for unknown, else the number of the class, from 1."""
    return 0 if value is None else 1 + sum(value >= limit for limit in limits)


def _rings(geometry: dict[str, Any]) -> Iterable[_Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(point[0], point[1]) for point in ring]


def _relative(points: Sequence[tuple[int, int]]) -> str:
    x, y = points[0]
    steps = []
    for next_x, next_y in points[1:-1]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if len(steps) > 1 else ""
