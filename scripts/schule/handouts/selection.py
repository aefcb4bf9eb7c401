"""Which records go into a handout: by name, by event, by facet, by a saved list.

Takes what a person typed and the catalog; returns records, or raises ``NothingFoundError`` with the nearest words that
would have worked. It knows the fields of the records only through their references and plain texts, so that every
kind and every vocabulary can be asked for.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from schule.records.catalog import Catalog, Item
from schule.records.kinds import KINDS, PAGES
from schule.records.knowledge import Event
from schule.records.places import Municipality

_USUAL = ("art", "handlungsfeld", "kreis", "phase", "sdg", "kommune", "land", "staffel", "format", "zielgruppe")
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "_": "-", " ": "-"})


class NothingFoundError(Exception):
    """Nothing matches; the message is for the user and names what is near."""


@dataclass(frozen=True)
class SavedList:
    """A list saved from the site or written by hand (``mappe.yml``)."""

    title: str
    records: tuple[str, ...]


def by_names(names: Iterable[str], catalog: Catalog) -> list[Item]:
    """Return records named as ``kind/slug``, slug, address or title, in the order given. Raises NothingFoundError."""
    return _once(_named(name, catalog) for name in names)


def _once(items: Iterable[Item]) -> list[Item]:
    return list({(item.kind.name, item.slug): item for item in items}.values())


def _named(name: str, catalog: Catalog) -> Item:
    path = urlsplit(name.strip()).path.removesuffix("index.html").removesuffix(".html").strip("/")
    reference = "/".join(path.split("/")[-2:])
    if item := catalog.find(reference):
        return item
    wanted = _fold(name)
    pages = [item for kind in PAGES for item in catalog.of(kind).values()]
    hits = [item for item in pages if wanted in (item.slug, _fold(item.title))]
    if len(hits) == 1:
        return hits[0]
    if hits:
        choices = ", ".join(f"{item.kind.name}/{item.slug}" for item in hits)
        raise NothingFoundError(f"„{name}“ gibt es mehrfach: {choices}. Nennen Sie die Art dazu.")
    words = {f"{item.kind.name}/{item.slug}": (item.slug, _fold(item.title)) for item in pages}
    near = _near(wanted.rpartition("/")[2], words)
    raise NothingFoundError(f"„{name}“ gibt es nicht.{_meant(near)}")


def by_event(slug: str, catalog: Catalog) -> tuple[Item, list[Item]]:
    """Return an event and its records: programme first, then lead projects, then municipalities. Raises NothingFoundError."""
    table = catalog.of("veranstaltungen")
    slug = slug.strip("/").rpartition("/")[2]
    item = table.get(slug)
    if item is None:
        near = _near(_fold(slug), {key: (key, _fold(other.title)) for key, other in table.items()})
        raise NothingFoundError(f"Die Veranstaltung „{slug}“ gibt es nicht.{_meant(near)}")
    record = item.record
    assert isinstance(record, Event)
    found: list[Item | None] = [catalog.find(entry.datensatz) for entry in record.programm if entry.datensatz]
    found += [catalog.get("leitprojekte", slug) for slug in record.leitprojekte]
    found += [catalog.get("kommunen", slug) for slug in record.kommunen]
    others = _once(other for other in found if other is not None)
    return item, [other for other in others if other is not item]


def by_facets(conditions: Sequence[str], catalog: Catalog) -> list[Item]:
    """Return the records that meet all of ``key=value``; the same key twice means either. Raises NothingFoundError."""
    wanted: dict[str, set[str]] = {}
    for condition in conditions:
        key, separator, value = condition.partition("=")
        if not separator or not key.strip() or not value.strip():
            raise NothingFoundError(
                f"„{condition}“ ist keine Bedingung. Schreiben Sie zum Beispiel handlungsfeld=mobilitaet."
            )
        wanted.setdefault(_fold(key), set()).add(_fold(value))
    pages = [item for kind in PAGES for item in catalog.of(kind).values()]
    facets = {(item.kind.name, item.slug): _facets(item, catalog) for item in pages}
    found = pages
    for key, values in wanted.items():
        having = [item for item in found if _folded(facets[item.kind.name, item.slug].get(key, ())) & values]
        if not having:
            raise NothingFoundError(_no_facet(key, values, facets.values(), others=len(found) < len(pages)))
        found = having
    return found


def _folded(values: Iterable[str]) -> set[str]:
    return {_fold(value) for value in values}


def _facets(item: Item, catalog: Catalog) -> dict[str, set[str]]:
    """Return what a record can be found by: each key leads to slugs and titles."""
    facets: dict[str, set[str]] = {"art": {item.kind.name, item.kind.singular}}
    for reference in catalog.references[item.kind.name, item.slug]:
        target = catalog.get(reference.kind, reference.slug) if reference.kind in KINDS else None
        values = {reference.slug, *([target.title] if target else [])}
        for key in _keys(str(reference.location[0]), reference.kind):
            facets.setdefault(key, set()).update(values)
        if target and isinstance(target.record, Municipality):
            facets.setdefault("kreis", set()).update(_titled(catalog, "kreise", target.record.kreis))
    for name in type(item.record).model_fields:
        value = getattr(item.record, name)
        texts = value if isinstance(value, list) else [value]
        facets.setdefault(_fold(name), set()).update(str(text) for text in texts if isinstance(text, str | int))
    return facets


def _titled(catalog: Catalog, kind: str, slug: str) -> Iterator[str]:
    yield slug
    if item := catalog.get(kind, slug):
        yield item.title


def _keys(field: str, kind: str) -> set[str]:
    names = {field, kind}
    if kind in KINDS:
        names.add(KINDS[kind].singular)
    return {_fold(name) for name in names}


def _no_facet(key: str, values: set[str], facets: Iterable[dict[str, set[str]]], *, others: bool) -> str:
    tables = list(facets)
    known = {name for table in tables for name in table}
    if key not in known:
        near = _near(
            key, {name: (name,) for name in known if name not in ("titel", "kurzbeschreibung", "beschreibung")}
        )
        usual = [name for name in _USUAL if name in known]
        return f"Nach „{key}“ lässt sich nicht auswählen.{_meant(near) or ' Möglich sind: ' + ', '.join(usual) + '.'}"
    choices = {value for table in tables for value in table.get(key, ()) if len(value) < 60}
    shown = ", ".join(sorted(values))
    near = _near(sorted(values)[0], {choice: (_fold(choice),) for choice in choices})
    if others and values <= _folded(choices):
        return f"Kein Datensatz erfüllt zugleich „{key}={shown}“ und die übrigen Bedingungen."
    few = sorted({choice for choice in choices if _fold(choice) == choice})[:8] if not near else []
    return f"Nichts hat „{key}={shown}“.{_meant(near or few)}"


def read_list(path: Path) -> SavedList:
    """Read a ``mappe.yml``: ``titel`` and ``datensaetze`` (or a bare list). Raises NothingFoundError."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise NothingFoundError(f"„{path}“ lässt sich nicht als Liste lesen ({type(error).__name__}).") from error
    title = str(data.get("titel") or "") if isinstance(data, dict) else ""
    records = data.get("datensaetze") if isinstance(data, dict) else data
    if not isinstance(records, list) or not records or not all(isinstance(entry, str) for entry in records):
        raise NothingFoundError(f"In „{path}“ fehlt „datensaetze:“ mit einer Liste wie „- leitprojekte/name“.")
    return SavedList(title, tuple(records))


def _fold(text: str) -> str:
    return re.sub(r"-+", "-", text.strip().lower().translate(_FOLD))


def _near(word: str, candidates: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return up to three names whose words resemble ``word`` or contain it."""
    scores: dict[str, float] = {}
    for name, words in candidates.items():
        ratio = max(difflib.SequenceMatcher(None, word, other).ratio() for other in words)
        inside = len(word) > 2 and any(word in other or (len(other) > 4 and other in word) for other in words)
        if ratio > 0.6 or inside:
            scores[name] = ratio + (0.5 if inside else 0)
    return sorted(scores, key=lambda name: (-scores[name], name))[:3]


def _meant(near: Sequence[str]) -> str:
    return f" Ähnlich: {', '.join(near)}." if near else ""
