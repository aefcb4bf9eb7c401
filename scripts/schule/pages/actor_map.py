"""The Akteurskarte: actors and relations of a biography -> an SVG network, laid out at build time.

Actors stand on rings by level (local inside, federal outside), along the ring by the mean direction of those they are
linked to, so that lines are short. The layout is exact arithmetic on the input: the same record gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from schule.records.knowledge import Actor, Relation

_RINGS = {"lokal": 120, "regional": 215, "Land": 305, "Bund": 305, "unbekannt": 375}
_SIZE = 900
_ROUNDS = 12


def actor_map(actors: Sequence[Actor], relations: Sequence[Relation], name: str) -> Markup:
    """Return the drawing; nothing for fewer than three actors."""
    if len(actors) < 3:
        return Markup("")
    angles = _angles(actors, relations)
    centre = _SIZE / 2
    places = {
        actor.slug: (
            round(centre + 1.05 * _RINGS[actor.ebene] * math.cos(angles[actor.slug])),
            round(centre + 0.92 * _RINGS[actor.ebene] * math.sin(angles[actor.slug])),
        )
        for actor in actors
    }
    kinds = {kind: number for number, kind in enumerate(sorted({actor.art for actor in actors}), 1)}
    return Markup('<svg class="s-netz" viewBox="0 60 {} {}" role="img" aria-label="{}">{}{}{}</svg>{}').format(
        _SIZE, _SIZE - 120, name, _circles(actors), _edges(relations, places), _nodes(actors, places, kinds),
        _legend(kinds),
    )  # fmt: skip


def _angles(actors: Sequence[Actor], relations: Sequence[Relation]) -> dict[str, float]:
    """Return an angle per actor: start evenly, then move each ring's order towards the neighbours a dozen times."""
    rings: dict[int, list[str]] = {}
    for actor in sorted(actors, key=lambda actor: (actor.art, actor.name)):
        rings.setdefault(_RINGS[actor.ebene], []).append(actor.slug)
    neighbours: dict[str, list[str]] = {actor.slug: [] for actor in actors}
    for relation in relations:
        if relation.von in neighbours and relation.zu in neighbours:
            neighbours[relation.von].append(relation.zu)
            neighbours[relation.zu].append(relation.von)
    angles = _spread(rings)
    for _ in range(_ROUNDS):
        for radius, slugs in rings.items():
            rings[radius] = sorted(slugs, key=lambda slug: (_pull(slug, neighbours, angles), slug))
        angles = _spread(rings)
    return angles


def _spread(rings: Mapping[int, Sequence[str]]) -> dict[str, float]:
    angles = {}
    for number, slugs in enumerate(rings.values()):
        for place, slug in enumerate(slugs):
            angles[slug] = 2 * math.pi * (place + 0.5 * (number % 2)) / len(slugs) - math.pi
    return angles


def _pull(slug: str, neighbours: Mapping[str, Sequence[str]], angles: Mapping[str, float]) -> float:
    near = neighbours[slug] or [slug]
    x = sum(math.cos(angles[other]) for other in near)
    y = sum(math.sin(angles[other]) for other in near)
    return round(math.atan2(y, x), 6)


def _circles(actors: Sequence[Actor]) -> Markup:
    radii = sorted({_RINGS[actor.ebene] for actor in actors})
    return Markup("").join(
        Markup('<ellipse class="s-gitter" cx="{}" cy="{}" rx="{}" ry="{}"/>').format(
            _SIZE // 2, _SIZE // 2, round(1.05 * radius), round(0.92 * radius)
        )
        for radius in radii
    )


def _edges(relations: Sequence[Relation], places: Mapping[str, tuple[int, int]]) -> Markup:
    lines = []
    for relation in relations:
        if relation.von not in places or relation.zu not in places:
            continue
        (x1, y1), (x2, y2) = places[relation.von], places[relation.zu]
        css = "" if relation.stufe == "belegt" else " s-kante--offen"
        lines.append(
            Markup('<path class="s-kante{}" d="M{} {}L{} {}"><title>{}</title></path>').format(
                css, x1, y1, x2, y2, relation.art
            )
        )
    return Markup("").join(lines)


def _nodes(actors: Sequence[Actor], places: Mapping[str, tuple[int, int]], kinds: Mapping[str, int]) -> Markup:
    nodes = []
    for actor in actors:
        x, y = places[actor.slug]
        words = _wrap(actor.name)
        spans = Markup("").join(
            Markup('<tspan x="{}" dy="{}">{}</tspan>').format(x, "1.15em" if number else 0, line)
            for number, line in enumerate(words)
        )
        nodes.append(
            Markup(
                '<g class="s-knoten s-knoten--{}"><circle cx="{}" cy="{}" r="11"/>'
                '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
            ).format(kinds[actor.art], x, y, x, y + 28, spans)
        )
    return Markup("").join(nodes)


def _wrap(name: str) -> list[str]:
    """Break a name into at most two lines of about twenty characters."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) > 20 and len(lines) < 2:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines[-1]) > 24:
        lines[-1] = lines[-1][:23].rstrip() + "…"
    return lines


def _legend(kinds: Mapping[str, int]) -> Markup:
    items = Markup("").join(
        Markup('<li><span class="s-fleck s-knoten--{}"></span>{}</li>').format(number, kind)
        for kind, number in kinds.items()
    )
    return Markup('<ul class="s-legende">{}</ul>').format(items)
