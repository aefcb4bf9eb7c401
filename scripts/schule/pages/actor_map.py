"""The Akteurskarte: actors and relations of a biography -> an SVG network, laid out at build time.

Actors stand in rows by level, from the federal government down to the town; within a row they are ordered by the mean
place of those they are linked to, so that lines are short and names do not overlap. Exact arithmetic on the input:
the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from schule.records.knowledge import Actor, Relation

LEVELS = ("Bund", "Land", "regional", "lokal", "unbekannt")
_WIDTH, _LEFT, _TOP, _ROW, _PER_ROW, _ROUNDS = 960, 96, 34, 118, 6, 12
_Places = Mapping[str, tuple[int, int]]


def actor_map(actors: Sequence[Actor], relations: Sequence[Relation], name: str) -> Markup:
    """Return the drawing with its legend; nothing for fewer than three actors."""
    if len(actors) < 3:
        return Markup("")
    rows = _rows(_ordered(actors, relations))
    places = _places(rows)
    known = [relation for relation in relations if relation.von in places and relation.zu in places]
    return Markup('<svg class="s-netz" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>{}').format(
        _WIDTH, len(rows) * _ROW + 10, name, _level_names(rows), _edges(known, places), _nodes(actors, places),
        _legend(known),
    )  # fmt: skip


def _ordered(actors: Sequence[Actor], relations: Sequence[Relation]) -> dict[str, list[str]]:
    """Return the actors of each level in an order that keeps the linked ones close."""
    levels: dict[str, list[str]] = {level: [] for level in LEVELS}
    for actor in sorted(actors, key=lambda actor: (actor.art, actor.name)):
        levels[actor.ebene].append(actor.slug)
    near: dict[str, list[str]] = {actor.slug: [] for actor in actors}
    for relation in relations:
        if relation.von in near and relation.zu in near:
            near[relation.von].append(relation.zu)
            near[relation.zu].append(relation.von)
    for _ in range(_ROUNDS):
        at = {slug: (place + 0.5) / len(slugs) for slugs in levels.values() for place, slug in enumerate(slugs)}
        for level, slugs in levels.items():
            levels[level] = sorted(slugs, key=lambda slug: (_mean(slug, near, at), slug))
    return levels


def _mean(slug: str, near: Mapping[str, Sequence[str]], at: Mapping[str, float]) -> float:
    others = near[slug] or [slug]
    return round(sum(at[other] for other in others) / len(others), 6)


def _rows(levels: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Split each level into rows short enough for the names; neighbours in the order stay neighbours."""
    rows = []
    for level, slugs in levels.items():
        parts = -(-len(slugs) // _PER_ROW)
        rows += [(level, list(slugs[part::parts])) for part in range(parts)]
    return rows


def _places(rows: Sequence[tuple[str, list[str]]]) -> _Places:
    places = {}
    for row, (level, slugs) in enumerate(rows):
        # Rows of one level are shifted against each other, so that lines pass between the names.
        shift = 0.2 * ((row % 2) * 2 - 1) if [other for other, _ in rows].count(level) > 1 else 0
        for place, slug in enumerate(slugs):
            x = _LEFT + (place + 0.5 + shift) / len(slugs) * (_WIDTH - _LEFT - 24)
            places[slug] = (round(x), _TOP + row * _ROW)
    return places


def _level_names(rows: Sequence[tuple[str, list[str]]]) -> Markup:
    parts = []
    before = ""
    for row, (level, _) in enumerate(rows):
        if level != before:
            y = _TOP + row * _ROW
            line = Markup('<path class="s-gitter" d="M0 {}H{}"/>').format(y - 27, _WIDTH) if row else Markup("")
            parts.append(Markup('{}<text class="s-ebene" x="0" y="{}">{}</text>').format(line, y + 5, level))
        before = level
    return Markup("").join(parts)


def _edges(relations: Sequence[Relation], places: _Places) -> Markup:
    lines = []
    for relation in relations:
        (x1, y1), (x2, y2) = places[relation.von], places[relation.zu]
        bend = 36 if y1 == y2 else 0
        css = "" if relation.stufe == "belegt" else " s-kante--offen"
        lines.append(
            Markup('<path class="s-kante{}" d="M{} {}Q{} {} {} {}"><title>{}</title></path>').format(
                css, x1, y1, (x1 + x2) // 2, (y1 + y2) // 2 - bend, x2, y2, relation.art
            )
        )
    return Markup("").join(lines)


def _nodes(actors: Sequence[Actor], places: _Places) -> Markup:
    nodes = []
    for actor in actors:
        x, y = places[actor.slug]
        spans = Markup("").join(
            Markup('<tspan x="{}" dy="{}">{}</tspan>').format(x, "1.15em" if number else 0, line)
            for number, line in enumerate(_wrap(actor.name))
        )
        nodes.append(
            Markup(
                '<g class="s-knoten s-knoten--{}"><circle cx="{}" cy="{}" r="11"/>'
                '<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
            ).format(LEVELS.index(actor.ebene) + 1, x, y, x, y + 28, spans)
        )
    return Markup("").join(nodes)


def _wrap(name: str) -> list[str]:
    """Break a name into at most three lines of about nineteen characters."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= 19 and len(lines) < 3:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines[-1]) > 22:
        lines[-1] = lines[-1][:21].rstrip() + "…"
    return lines


def _legend(relations: Sequence[Relation]) -> Markup:
    if all(relation.stufe == "belegt" for relation in relations):
        return Markup("")
    return Markup(
        '<p class="s-fein">Durchgezogene Linien: belegte Beziehung. Gestrichelt: erschlossen, unklar oder von der '
        "Redaktion zugeordnet.</p>"
    )
