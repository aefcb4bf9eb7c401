"""What the checks of one record ask of all others: little enough to be remembered, so that the others need not be read.

Takes a record, returns plain values. Whoever asks for more than this (``Item.record``) makes the record be read; so a check
that needs more is slower, never wrong.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from schule.records.base import Entry, Record
from schule.records.references import Reference, references_of

_GUIDES = "leitfaeden"
_TO_GUIDE = re.compile(r"/leitfaeden/([a-z0-9-]+)")
_WORD = re.compile(r"\w+")
_FOLD = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_EMPTY = "am an auf aus bei das dem den der des die ein eine einer eines er es fuer im in ist mit nach oder so und vom von vor wie zu zum zur"
_EMPTY_WORDS = frozenset(_EMPTY.split())
# What tells one record of a series from the next.
_IDENTITY = ("ags", "beginn", "modellprojekt", "kommune", "traeger", "federfuehrung", "land")


class Facts(NamedTuple):
    """What others ask of a record.

    ``guides`` are the slugs of the guides that it names in a field or a text, ``refers_to`` the kinds that its fields name; ``ags``, ``kreis`` and ``kurzname`` are those of
    a municipality, ``katalog`` that of a criterion, ``schluessel`` that of a district.
    """

    title: str
    old_addresses: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    ags: str = ""
    kreis: str = ""
    kurzname: str = ""
    katalog: str = ""
    schluessel: str = ""


class Words(NamedTuple):
    """What a record says, in words: those of its title in their order, those of its texts, and what it is about."""

    title: tuple[str, ...]
    text: frozenset[str]
    identity: dict[str, str]


def facts_of(record: Record | Entry) -> Facts:
    """Return the facts of a record or entry."""
    fields = record.__dict__  # asking a pydantic model for a field that its kind does not have is slow
    more = (str(fields.get(name) or "") for name in ("ags", "kreis", "kurzname", "katalog", "schluessel"))
    references = references_of(record)
    return Facts(
        record.titel,
        tuple(fields.get("weiterleitungen") or ()),
        _guides_of(record, references),
        tuple(dict.fromkeys(reference.kind for reference in references)),
        *more,
    )


def words_of(record: Record) -> Words:
    """Return the words of a record without those that say nothing."""
    fields = record.__dict__
    text = " ".join(filter(None, (record.kurzbeschreibung, record.beschreibung, fields.get("text"))))
    words = [word for word in _words(text) if word not in _EMPTY_WORDS]
    title = tuple(word for word in _words(record.titel or "") if word not in _EMPTY_WORDS)
    identity = {name: str(value) for name in _IDENTITY if (value := fields.get(name))}
    # Words count as present or not: how often a word is repeated says little about what a text is about.
    return Words(title, frozenset(words), identity)


def markdown_of(record: Any) -> str:
    """Return the texts of a record in which a link can stand."""
    fields = record.__dict__
    return "\n".join(filter(None, (fields.get("beschreibung"), fields.get("text"))))


def _guides_of(record: Record | Entry, references: list[Reference]) -> tuple[str, ...]:
    found = dict.fromkeys(_TO_GUIDE.findall(markdown_of(record)))
    for reference in references:
        kind, slug = reference.kind, reference.slug
        if kind == "*":
            kind, _, slug = slug.strip("/").partition("/")
        if kind == _GUIDES:
            found[slug] = None
    return tuple(found)


def _words(text: str) -> list[str]:
    text = text.lower()
    for letter, letters in _FOLD:
        text = text.replace(letter, letters)
    return _WORD.findall(text)
