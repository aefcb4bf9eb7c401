"""References and vocabularies: does every field that names another record name one that exists?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from schule.findings import Finding
from schule.records.base import Record
from schule.records.catalog import Catalog, Item
from schule.records.checks.report import finding_at
from schule.records.kinds import KINDS, PAGES, VOCABULARIES
from schule.records.knowledge import Biography
from schule.records.load import Loaded
from schule.records.references import Reference
from schule.records.suggest import closest


def check_links(loaded: Loaded) -> Iterator[Finding]:
    """Yield references to nothing, values outside a vocabulary, and evidence for fields that are not there."""
    known = _existing(loaded)
    for item in loaded.catalog:
        for reference in loaded.catalog.references[item.kind.name, item.slug]:
            if reference.kind == "*":
                yield from _check_any(loaded, item, reference, known)
            elif reference.slug not in known[reference.kind]:
                yield _dangling(loaded, item, reference, known[reference.kind])
            elif reference.kind == "phasen":
                yield from _check_phase(loaded, item, reference)
        if isinstance(item.record, Record):
            yield from _check_evidence(loaded, item)
        if isinstance(item.record, Biography):
            yield from _check_actors(loaded, item)


def _existing(loaded: Loaded) -> dict[str, set[str]]:
    """Return the slugs of each kind, those of records with faults included: a link to them is not a second fault."""
    known = {kind: set(loaded.catalog.of(kind)) for kind in KINDS}
    for path, source in loaded.sources.items():
        for kind in PAGES.values():
            if path.startswith(kind.place + "/"):
                known[kind.name].add(path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        if isinstance(source.data, list):
            kind_name = next((kind.name for kind in KINDS.values() if kind.place == path), None)
            if kind_name:
                known[kind_name] |= {
                    str(data["slug"]) for data in source.data if isinstance(data, dict) and "slug" in data
                }
    return known


def _dangling(loaded: Loaded, item: Item, reference: Reference, slugs: set[str]) -> Finding:
    kind = KINDS[reference.kind]
    near = closest(reference.slug, slugs) or _by_title(loaded.catalog, reference)
    rule = "wert-ausserhalb" if reference.kind in VOCABULARIES else "verweis-leer"
    if near:
        hint = f"Meinten Sie „{near}“?"
    elif len(slugs) <= 20 and slugs:
        hint = "Erlaubt sind: " + ", ".join(sorted(slugs)) + "."
    else:
        hint = f"Legen Sie den Eintrag in „{kind.place}“ an oder berichtigen Sie den Namen."
    return finding_at(
        loaded, item, reference.location, rule, f"„{reference.slug}“ gibt es unter „{kind.plural}“ nicht.", hint
    )


def _by_title(catalog: Catalog, reference: Reference) -> str | None:
    titles = {other.title: other.slug for other in catalog.of(reference.kind).values()}
    near = closest(reference.slug, titles)
    return titles[near] if near else None


def _check_any(loaded: Loaded, item: Item, reference: Reference, known: dict[str, set[str]]) -> Iterator[Finding]:
    kind, _, slug = reference.slug.strip("/").partition("/")
    if kind in PAGES and slug in known[kind]:
        return
    candidates = {f"{name}/{one}" for name in PAGES for one in known[name]}
    near = closest(reference.slug, candidates)
    hint = f"Meinten Sie „{near}“?" if near else "Schreiben Sie „art/name“, zum Beispiel „leitprojekte/soestapp“."
    yield finding_at(
        loaded, item, reference.location, "verweis-leer", f"„{reference.slug}“ ist keine Seite eines Datensatzes.", hint
    )


def _check_phase(loaded: Loaded, item: Item, reference: Reference) -> Iterator[Finding]:
    phase = loaded.catalog.get("phasen", reference.slug)
    allowed = cast(Any, phase.record).gilt_fuer if phase else []
    if allowed and item.kind.name not in allowed:
        fitting = [
            slug
            for slug, other in loaded.catalog.of("phasen").items()
            if item.kind.name in cast(Any, other.record).gilt_fuer
        ]
        yield finding_at(
            loaded,
            item,
            reference.location,
            "wert-ausserhalb",
            f"Die Phase „{reference.slug}“ gilt nicht für {item.kind.plural}.",
            "Erlaubt sind: " + ", ".join(fitting) + ".",
        )


def _check_evidence(loaded: Loaded, item: Item) -> Iterator[Finding]:
    record = item.record
    assert isinstance(record, Record)
    for name in record.belege:
        if name not in record.model_fields_set:
            near = closest(name, record.model_fields_set - {"belege"})
            hint = f"Meinten Sie „{near}“?" if near else "Ergänzen Sie das Feld oder löschen Sie den Beleg."
            yield finding_at(
                loaded,
                item,
                ("belege", name),
                "beleg-ohne-feld",
                f"Der Datensatz hat kein Feld „{name}“.",
                hint,
                at_key=True,
            )


def _check_actors(loaded: Loaded, item: Item) -> Iterator[Finding]:
    biography = item.record
    assert isinstance(biography, Biography)
    actors = {actor.slug for actor in biography.akteure}
    for index, relation in enumerate(biography.beziehungen):
        for end in ("von", "zu"):
            slug = getattr(relation, end)
            if slug not in actors:
                near = closest(slug, actors)
                hint = f"Meinten Sie „{near}“?" if near else "Ergänzen Sie ihn unter „akteure“."
                yield finding_at(
                    loaded,
                    item,
                    ("beziehungen", index, end),
                    "verweis-leer",
                    f"„{slug}“ ist kein Akteur dieser Biografie.",
                    hint,
                )
