"""Who knows about what: for every field of action the municipalities and organisations with experience, and why.

Takes the catalog and returns plain values for the template. Experience is what a record shows: leading or sharing a
lead project, a practice case of one's own, being the partner or the contact of a project. What was only announced in an
application is no experience and is counted apart. Whom to ask is what the records name; where they name nobody, it stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from schule.pages.grouping import plain
from schule.records.base import Contact
from schule.records.catalog import Catalog, Item
from schule.records.projects import LeadProject, PracticeCase
from schule.records.values import UNKNOWN


@dataclass(frozen=True)
class Experience:
    """Why somebody knows about a field: the record and what they have to do with it."""

    item: Item
    part: str


@dataclass
class Expert:
    """A municipality, organisation or model project with what it has done in one field."""

    item: Item
    experiences: list[Experience] = field(default_factory=list)

    @property
    def contact(self) -> Contact | None:
        """Whom the records name as contact: the expert's own, else that of a project which it leads."""
        own = getattr(self.item.record, "kontakt", None)
        led = (getattr(one.item.record, "kontakt", None) for one in self.experiences if one.part == _LEADS)
        return own or next((contact for contact in led if contact), None)

    @property
    def websites(self) -> list[str]:
        """Addresses of the expert, where its record has any."""
        record = cast(Any, self.item.record)
        single = getattr(record, "website", None)
        return list(getattr(record, "websites", [])) or ([single] if single else [])


@dataclass(frozen=True)
class Knowledge:
    """The experts of one field of action; ``announced`` counts what stands only in applications."""

    entry: Item
    towns: tuple[Expert, ...]
    organisations: tuple[Expert, ...]
    elsewhere: tuple[Expert, ...]
    announced: int


_LEADS, _SHARES, _PARTNER, _CONTACT, _CASE = "führt", "beteiligt an", "Partner bei", "Ansprechstelle für", "Beispiel"
_ORDER = (_LEADS, _CONTACT, _CASE, _SHARES, _PARTNER)


def knowledge_by_field(catalog: Catalog) -> tuple[Knowledge, ...]:
    """Return the fields of action about which somebody knows something, in the vocabulary's order."""
    found: dict[str, dict[tuple[str, str], Expert]] = {slug: {} for slug in catalog.of("handlungsfelder")}
    announced = dict.fromkeys(found, 0)
    for kind in ("leitprojekte", "praxisbeispiele"):
        for item in catalog.of(kind).values():
            fields = [slug for slug in cast(Any, item.record).handlungsfelder if slug in found]
            if _is_announced(catalog, item.record):
                for slug in fields:
                    announced[slug] += 1
                continue
            for expert, part in _experts(catalog, item):
                for slug in fields:
                    known = found[slug].setdefault((expert.kind.name, expert.slug), Expert(expert))
                    known.experiences.append(Experience(item, part))
    rows = (_knowledge(entry, found[slug], announced[slug]) for slug, entry in catalog.of("handlungsfelder").items())
    return tuple(row for row in rows if row.towns or row.organisations or row.elsewhere)


def _knowledge(entry: Item, experts: dict[tuple[str, str], Expert], announced: int) -> Knowledge:
    def of(kind: str) -> tuple[Expert, ...]:
        chosen = [expert for (name, _), expert in experts.items() if name == kind]
        for expert in chosen:
            expert.experiences.sort(key=lambda one: (_ORDER.index(one.part), plain(one.item.title)))
        return tuple(sorted(chosen, key=lambda one: (-len(one.experiences), plain(one.item.title))))

    return Knowledge(entry, of("kommunen"), of("organisationen"), of("modellprojekte"), announced)


def _experts(catalog: Catalog, item: Item) -> Iterator[tuple[Item, str]]:
    """Yield who has to do with a project or case, and how; each once, with the closest tie."""
    seen: set[tuple[str, str]] = set()
    for kind, slug, part in _ties(catalog, item.record):
        expert = catalog.get(kind, str(slug)) if slug not in (None, UNKNOWN) else None
        if expert and (kind, expert.slug) not in seen:
            seen.add((kind, expert.slug))
            yield expert, part


def _ties(catalog: Catalog, record: Any) -> Iterator[tuple[str, Any, str]]:
    if isinstance(record, LeadProject):
        yield "kommunen", record.federfuehrung, _LEADS
        for slug in record.beteiligte:
            yield "kommunen", slug, _SHARES
        if record.kontakt:
            yield "organisationen", record.kontakt.organisation, _CONTACT
        by_name = {item.title: slug for slug, item in catalog.of("organisationen").items()}
        for partner in record.partner:
            yield "organisationen", by_name.get(partner), _PARTNER
    elif isinstance(record, PracticeCase):
        if record.kommune:
            yield "kommunen", record.kommune, _CASE
        else:
            yield "modellprojekte", record.modellprojekt, _CASE


def _is_announced(catalog: Catalog, record: Any) -> bool:
    phase = catalog.get("phasen", str(record.phase))
    return bool(phase and cast(Any, phase.record).absicht)
