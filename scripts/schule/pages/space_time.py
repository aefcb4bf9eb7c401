"""The Raum-Zeit-Pfad: milestones of a biography -> an SVG with time to the right and places downwards.

Milestones stand at equal distances in their order, with a line where a new year begins: a scale of days would press the
busy years into a knot. Each point carries the number of its row in the table beside the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from schule.records.base import Milestone
from schule.records.values import UNKNOWN

_LEFT, _TOP, _ROW, _STEP, _RIGHT = 180, 40, 42, 44, 30


def in_order(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Return milestones by date; the table beside the drawing uses the same order and numbers."""
    return sorted(milestones, key=lambda milestone: (milestone.datum.first, milestone.datum.last))


def by_place(milestones: Sequence[Milestone]) -> list[tuple[str, list[tuple[int, Milestone]]]]:
    """Return the milestones by place, in the drawing's order of places, each with its number: the drawing in words."""
    places: dict[str, list[tuple[int, Milestone]]] = {}
    for number, milestone in enumerate(in_order(milestones), 1):
        places.setdefault(_place(milestone), []).append((number, milestone))
    return list(places.items())


def space_time_path(milestones: Sequence[Milestone], name: str) -> Markup:
    """Return the drawing; nothing for fewer than two milestones."""
    if len(milestones) < 2:
        return Markup("")
    ordered = in_order(milestones)
    places = list(dict.fromkeys(_place(milestone) for milestone in ordered))
    points = [
        (_LEFT + _STEP // 2 + number * _STEP, _TOP + places.index(_place(milestone)) * _ROW + _ROW // 2)
        for number, milestone in enumerate(ordered)
    ]
    width, height = _LEFT + len(ordered) * _STEP + _RIGHT, _TOP + len(places) * _ROW + 10
    return Markup(
        '<svg class="s-pfadbild" viewBox="0 0 {} {}" style="min-width:{}rem" role="img" aria-label="{}">{}{}{}{}</svg>'
    ).format(
        width, height, round(width / 26, 1), name,
        _years(ordered, height), _rows(places, width), _way(points), _marks(ordered, points),
    )  # fmt: skip


def _place(milestone: Milestone) -> str:
    return "Ort unbekannt" if milestone.ort == UNKNOWN else milestone.ort


def _years(ordered: Sequence[Milestone], height: int) -> Markup:
    lines = []
    year = 0
    for number, milestone in enumerate(ordered):
        if milestone.datum.first.year != year:
            year = milestone.datum.first.year
            x = _LEFT + number * _STEP
            lines.append(
                Markup('<path class="s-gitter" d="M{} 8V{}"/><text x="{}" y="22">{}</text>').format(
                    x, height, x + 5, year
                )
            )
    return Markup("").join(lines)


def _rows(places: Sequence[str], width: int) -> Markup:
    rows = []
    for row, place in enumerate(places):
        y = _TOP + row * _ROW + _ROW // 2
        short = place if len(place) <= 22 else place[:21].rstrip(" ,") + "…"
        rows.append(
            Markup('<path class="s-gitter" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>').format(
                _LEFT, y, width - _RIGHT, _LEFT - 12, y + 5, short
            )
        )
    return Markup("").join(rows)


def _way(points: Sequence[tuple[int, int]]) -> Markup:
    return Markup('<path class="s-weg" d="M{}"/>').format("L".join(f"{x} {y}" for x, y in points))


def _marks(ordered: Sequence[Milestone], points: Sequence[tuple[int, int]]) -> Markup:
    return Markup("").join(
        Markup(
            '<g class="s-punkt"><title>{}. {}: {}</title><circle cx="{}" cy="{}" r="12"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
        ).format(number, milestone.datum.display, milestone.titel, x, y, x, y + 4, number)
        for number, (milestone, (x, y)) in enumerate(zip(ordered, points, strict=True), 1)
    )
