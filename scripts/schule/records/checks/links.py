"""References and vocabularies: does every field that names another record name one that exists?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from schule.findings import Finding
from schule.findings.wording import quote
from schule.records.base import Record
from schule.records.checks.report import finding_at
from schule.records.kinds import KINDS, LISTS, PAGES, VOCABULARIES
from schule.records.knowledge import Biography
from schule.records.load import Candidate, Loaded
from schule.records.references import Reference, references_of
from schule.records.scope import everywhere
from schule.records.suggest import closest

_MANY = 20


def check_links(loaded: Loaded, only: Callable[[str], bool] = everywhere) -> Iterator[Finding]:
    """Yield references to nothing, values outside a vocabulary, and evidence for fields that are not there."""
    missing_lists = frozenset(kind.name for kind in LISTS.values() if kind.place not in loaded.sources)
    missing = set(missing_lists)  # a whole list that is missing is one fault, told at its first reference
    for candidate in loaded.candidates:
        item = candidate.item
        if not only(item.path) and missing.isdisjoint(item.facts.refers_to if missing else ()):
            continue
        known = None if candidate.faulty else loaded.catalog.references_in(item.kind.name, item.slug)
        for reference in references_of(item.record) if known is None else known:
            if reference.kind in missing:
                missing.remove(reference.kind)
                yield _no_list(loaded, candidate, reference)
            elif reference.kind in missing_lists:
                continue
            else:
                yield from _check(loaded, candidate, reference)
        if isinstance(item.record, Record):
            yield from _check_evidence(loaded, candidate, item.record)
        if isinstance(item.record, Biography):
            yield from _check_actors(loaded, candidate, item.record)


def _check(loaded: Loaded, candidate: Candidate, reference: Reference) -> Iterator[Finding]:
    if reference.kind == "*":
        yield from _check_any(loaded, candidate, reference)
    elif reference.kind in loaded.unsure:
        return
    elif reference.slug not in loaded.named[reference.kind]:
        yield _dangling(loaded, candidate, reference)
    elif reference.kind == "phasen":
        yield from _check_phase(loaded, candidate, reference)


def _no_list(loaded: Loaded, candidate: Candidate, reference: Reference) -> Finding:
    kind = KINDS[reference.kind]
    message = f"{quote(reference.slug)} soll unter „{kind.plural}“ stehen, aber diese Liste fehlt."
    hint = f"Legen Sie die Datei „{kind.place}“ an."
    return finding_at(loaded, candidate, reference.location, "verweis-leer", message, hint)


def _dangling(loaded: Loaded, candidate: Candidate, reference: Reference) -> Finding:
    kind, slugs = KINDS[reference.kind], loaded.named[reference.kind]
    near = closest(reference.slug, slugs) or _by_title(loaded, reference)
    rule = "wert-ausserhalb" if reference.kind in VOCABULARIES else "verweis-leer"
    if near:
        hint = f"Meinten Sie „{near}“?"
    elif 0 < len(slugs) <= _MANY:
        hint = f"Erlaubt sind: {', '.join(sorted(slugs))}."
    else:
        hint = f"Legen Sie den Eintrag in „{kind.place}“ an oder berichtigen Sie den Namen."
    message = f"{quote(reference.slug)} gibt es unter „{kind.plural}“ nicht."
    return finding_at(loaded, candidate, reference.location, rule, message, hint)


def _by_title(loaded: Loaded, reference: Reference) -> str | None:
    titles = {other.title: other.slug for other in loaded.catalog.of(reference.kind).values()}
    near = closest(reference.slug, titles)
    return titles[near] if near else None


def _check_any(loaded: Loaded, candidate: Candidate, reference: Reference) -> Iterator[Finding]:
    kind, _, slug = reference.slug.strip("/").partition("/")
    if kind in PAGES and slug in loaded.named[kind]:
        return
    near = closest(reference.slug.strip("/"), [f"{name}/{one}" for name in PAGES for one in loaded.named[name]])
    hint = f"Meinten Sie „{near}“?" if near else "Schreiben Sie „art/name“, wie in der Adresse der Seite."
    message = f"{quote(reference.slug)} ist keine Seite eines Datensatzes."
    yield finding_at(loaded, candidate, reference.location, "verweis-leer", message, hint)


def _check_phase(loaded: Loaded, candidate: Candidate, reference: Reference) -> Iterator[Finding]:
    phase = loaded.catalog.get("phasen", reference.slug)
    kind = candidate.item.kind
    allowed = cast(Any, phase.record).gilt_fuer if phase else []
    if allowed and kind.name not in allowed:
        phases = loaded.catalog.of("phasen").items()
        fitting = [slug for slug, other in phases if kind.name in cast(Any, other.record).gilt_fuer]
        yield finding_at(
            loaded,
            candidate,
            reference.location,
            "wert-ausserhalb",
            f"Die Phase „{reference.slug}“ gilt nicht für {kind.plural}.",
            f"Erlaubt sind: {', '.join(fitting)}.",
        )


def _check_evidence(loaded: Loaded, candidate: Candidate, record: Record) -> Iterator[Finding]:
    for name in record.belege or ():
        if name in record.model_fields_set or name in candidate.faulty:
            continue
        near = closest(name, record.model_fields_set - {"belege", *record.outside})
        hint = f"Meinten Sie „{near}“?" if near else "Ergänzen Sie das Feld oder löschen Sie den Beleg."
        message = f"Der Datensatz hat kein Feld {quote(name)}."
        yield finding_at(loaded, candidate, ("belege", name), "beleg-ohne-feld", message, hint, at_key=True)


def _check_actors(loaded: Loaded, candidate: Candidate, biography: Biography) -> Iterator[Finding]:
    if "akteure" in candidate.faulty:
        return
    seen: dict[str, int] = {}
    for index, actor in enumerate(biography.akteure):
        if actor.slug in seen:
            place = ("akteure", index, "slug")
            message = f"Die Kennung „{actor.slug}“ hat schon „{biography.akteure[seen[actor.slug]].name}“."
            hint = "Geben Sie einem der Akteure eine andere Kennung."
            yield finding_at(loaded, candidate, place, "kennung-doppelt", message, hint)
        seen.setdefault(actor.slug, index)
    for index, relation in enumerate(biography.beziehungen):
        for end in ("von", "zu"):
            slug = getattr(relation, end)
            if slug not in seen:
                near = closest(slug, seen)
                hint = f"Meinten Sie „{near}“?" if near else "Ergänzen Sie ihn unter „akteure“."
                message = f"{quote(slug)} ist kein Akteur dieser Biografie."
                yield finding_at(loaded, candidate, ("beziehungen", index, end), "verweis-leer", message, hint)
