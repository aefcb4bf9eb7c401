"""The Raum-Zeit-Pfad: milestones of a biography -> an SVG with time to the right and places downwards.

Points carry the number of their row in the table that stands beside the drawing. Milestones without a place are in a
row of their own, named as unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from schule.records.base import Milestone
from schule.records.values import UNKNOWN

_LEFT, _TOP, _ROW, _WIDTH, _RIGHT = 190, 34, 44, 900, 24


def space_time_path(milestones: Sequence[Milestone], name: str) -> Markup:
    """Return the drawing; nothing for fewer than two milestones."""
    if len(milestones) < 2:
        return Markup("")
    ordered = sorted(enumerate(milestones, 1), key=lambda pair: (pair[1].datum.first, pair[1].datum.last))
    places = list(dict.fromkeys("Ort unbekannt" if m.ort == UNKNOWN else m.ort for _, m in ordered))
    first = dt.date(ordered[0][1].datum.first.year, 1, 1)
    last = dt.date(max(m.datum.last.year for _, m in ordered) + 1, 1, 1)
    height = _TOP + len(places) * _ROW + 14
    points = []
    for number, milestone in ordered:
        row = places.index("Ort unbekannt" if milestone.ort == UNKNOWN else milestone.ort)
        middle = milestone.datum.first + (milestone.datum.last - milestone.datum.first) / 2
        points.append((_across(middle, first, last), _TOP + row * _ROW + _ROW // 2, number, milestone))
    return Markup('<svg class="s-pfadbild" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>').format(
        _WIDTH, height, name, _grid(first, last, height), _places(places), _line(points), _points(points)
    )


def _across(day: dt.date, first: dt.date, last: dt.date) -> int:
    return round(_LEFT + (day - first).days / (last - first).days * (_WIDTH - _LEFT - _RIGHT))


def _grid(first: dt.date, last: dt.date, height: int) -> Markup:
    lines = []
    for year in range(first.year, last.year + 1):
        x = _across(dt.date(year, 1, 1), first, last)
        lines.append(Markup('<path class="s-gitter" d="M{} {}V{}"/>').format(x, _TOP - 8, height))
        if year < last.year:
            lines.append(Markup('<text x="{}" y="{}">{}</text>').format(x + 5, _TOP - 14, year))
    return Markup("").join(lines)


def _places(places: Sequence[str]) -> Markup:
    rows = []
    for row, place in enumerate(places):
        y = _TOP + row * _ROW + _ROW // 2
        short = place if len(place) <= 24 else place[:23].rstrip(" ,") + "…"
        rows.append(
            Markup('<path class="s-gitter" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>').format(
                _LEFT, y, _WIDTH - _RIGHT, _LEFT - 12, y + 5, short
            )
        )
    return Markup("").join(rows)


def _line(points: Sequence[tuple[int, int, int, Milestone]]) -> Markup:
    path = "L".join(f"{x} {y}" for x, y, _, _ in points)
    return Markup('<path class="s-weg" d="M{}"/>').format(path)


def _points(points: Sequence[tuple[int, int, int, Milestone]]) -> Markup:
    return Markup("").join(
        Markup(
            '<g class="s-punkt"><title>{}. {}: {}</title><circle cx="{}" cy="{}" r="11"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
        ).format(number, milestone.datum.display, milestone.titel, x, y, x, y + 4, number)
        for x, y, number, milestone in points
    )
