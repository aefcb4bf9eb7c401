"""How the network grew: the joinings that are documented by name, in time, and the figures that others published.

Takes the catalog, returns steps for a list and one drawing. A joining whose day is unknown stands at the day by which
it had certainly happened, drawn open; one without any date is not drawn. Published figures stand beside the line and
are never joined to it, because they count differently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from schule.pages.grouping import plain
from schule.records.catalog import Catalog, Item
from schule.records.places import Joining, Municipality
from schule.records.registers import Figure
from schule.records.values import UNKNOWN, Date

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM, _RADIUS = 900, 330, 50, 40, 34, 40, 13


@dataclass(frozen=True)
class Step:
    """Municipalities with the same date; ``exact`` is false where they had joined by then, nobody says when.

    ``total`` counts all that are documented up to this step.
    """

    date: Date
    exact: bool
    items: tuple[Item, ...]
    total: int


def growth_steps(catalog: Catalog) -> tuple[Step, ...]:
    """Return the dated joinings in time, those with a date of their own before those of which only the latest is known."""
    groups: dict[tuple[dt.date, bool, str], list[Item]] = {}
    dates: dict[str, Date] = {}
    for item in catalog.of("kommunen").values():
        joining = item.record.beitritt if isinstance(item.record, Municipality) else UNKNOWN
        if not isinstance(joining, Joining):
            continue
        date = joining.datum if isinstance(joining.datum, Date) else joining.spaetestens
        if date is not None:
            exact = isinstance(joining.datum, Date)
            dates[date.text] = date
            groups.setdefault((date.last, not exact, date.text), []).append(item)
    steps: list[Step] = []
    for _, inexact, text in sorted(groups):
        items = tuple(sorted(groups[_, inexact, text], key=lambda item: plain(item.title)))
        before = steps[-1].total if steps else 0
        steps.append(Step(dates[text], not inexact, items, before + len(items)))
    return tuple(steps)


def dated_figures(figures: Iterable[Item]) -> tuple[Item, ...]:
    """Return the figures with a value and a date, in time; of one day the larger last."""
    known = [item for item in figures if isinstance(item.record, Figure) and _point(item.record) is not None]
    return tuple(sorted(known, key=lambda item: _point(item.record) or (dt.date.min, 0)))


def growth_chart(steps: Sequence[Step], figures: Sequence[Item], everyone: int, name: str) -> Markup:
    """Return the drawing: documented joinings as a line with points, figures as squares, all municipalities as the top.

    Nothing for fewer than two steps. A list with the same content must stand beside it.
    """
    if len(steps) < 2:
        return Markup("")
    scale = _Scale.over(steps, figures, everyone)
    return Markup(
        '<svg class="s-pfadbild s-wachstum" viewBox="0 0 {} {}" style="min-width:34rem" role="img" aria-label="{}">'
        "{}{}{}{}</svg>"
    ).format(_WIDTH, _HEIGHT, name, _grid(scale, everyone), _line(scale, steps), _figures(scale, figures, steps), _points(scale, steps))  # fmt: skip


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date
    top: int

    @classmethod
    def over(cls, steps: Sequence[Step], figures: Sequence[Item], everyone: int) -> _Scale:
        days = [step.date.last for step in steps]
        days += [point[0] for item in figures if (point := _point(item.record))]
        return cls(dt.date(min(days).year, 1, 1), dt.date(max(days).year, 12, 31), max(everyone, steps[-1].total))

    def x(self, day: dt.date) -> int:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT))

    def y(self, count: float) -> int:
        return round(_HEIGHT - _BOTTOM - count / max(1, self.top) * (_HEIGHT - _BOTTOM - _TOP))


def _point(record: object) -> tuple[dt.date, float] | None:
    if isinstance(record, Figure) and isinstance(record.stand, Date) and isinstance(record.wert, int | float):
        return record.stand.last, record.wert
    return None


def _grid(scale: _Scale, everyone: int) -> Markup:
    parts = []
    for count in sorted({0, everyone, *range(20, everyone - 8, 20)}):
        y = scale.y(count)
        parts.append(
            Markup('<path class="s-gitter" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>').format(
                _LEFT, y, _WIDTH - _RIGHT, _LEFT - 10, y + 5, count
            )
        )
    parts.append(
        Markup('<text x="{}" y="{}">alle {} Kommunen</text>').format(_LEFT + 6, scale.y(everyone) - 8, everyone)
    )
    for year in range(scale.first.year, scale.last.year + 1):
        x = scale.x(dt.date(year, 1, 1))
        parts.append(
            Markup('<path class="s-gitter" d="M{} {}V{}"/><text x="{}" y="{}">{}</text>').format(
                x, _TOP, _HEIGHT - _BOTTOM, x + 6, _HEIGHT - _BOTTOM + 24, year
            )
        )
    return Markup("").join(parts)


def _line(scale: _Scale, steps: Sequence[Step]) -> Markup:
    path = f"M{scale.x(steps[0].date.last)} {scale.y(steps[0].total)}"
    for step in steps[1:]:
        path += f"H{scale.x(step.date.last)}V{scale.y(step.total)}"
    return Markup('<path class="s-weg" d="{}"/>').format(path)


def _points(scale: _Scale, steps: Sequence[Step]) -> Markup:
    return Markup("").join(
        Markup(
            '<g class="s-punkt{}"><title>{}: {}</title><circle cx="{}" cy="{}" r="{}"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
        ).format(
            "" if step.exact else " s-punkt--offen",
            step.date.display if step.exact else f"spätestens {step.date.display}",
            ", ".join(item.title for item in step.items),
            x, y, _RADIUS, x, y + 4, step.total,
        )
        for step in _apart(steps)
        for x, y in [(scale.x(step.date.last), scale.y(step.total))]
    )  # fmt: skip


def _apart(steps: Sequence[Step]) -> list[Step]:
    """Leave out a point that the next one of the same day would cover; the list beside the drawing has it."""
    return [
        step
        for step, after in zip(steps, [*steps[1:], None], strict=True)
        if after is None or after.date.last != step.date.last or after.total - step.total > 2 * _RADIUS // 4
    ]


def _figures(scale: _Scale, figures: Sequence[Item], steps: Sequence[Step]) -> Markup:
    """Draw the figures as squares; one that would lie on another or on a point moves to the right."""
    taken = [(scale.x(step.date.last), scale.y(step.total)) for step in steps]
    parts = []
    for item in figures:
        point = _point(item.record)
        assert point is not None
        x, y = scale.x(point[0]), scale.y(point[1])
        while any(abs(x - other_x) < 2 * _RADIUS + 2 and abs(y - other_y) < 2 * _RADIUS for other_x, other_y in taken):
            x += 2 * _RADIUS + 4
        taken.append((x, y))
        open_ = getattr(item.record, "stufe", "belegt") != "belegt"
        parts.append(
            Markup(
                '<g class="s-zahlpunkt{}"><title>{}: {}</title><rect x="{}" y="{}" width="{}" height="{}" rx="3"/>'
                '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
            ).format(
                " s-zahlpunkt--offen" if open_ else "",
                item.title, getattr(item.record, "stand", ""), x - _RADIUS, y - _RADIUS, 2 * _RADIUS, 2 * _RADIUS, x, y + 4, f"{point[1]:g}",
            )
        )  # fmt: skip
    return Markup("").join(parts)
