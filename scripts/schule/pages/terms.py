"""Which terms of the glossary a record uses, and where a term is used.

A term counts where its title or one of its synonyms stands as whole words in a text that editors wrote. The words of
all texts are looked up in one table of first words: a pattern per term would read every text a hundred times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel

from schule.records.catalog import Catalog, Item
from schule.records.registers import Term

_WORD = re.compile(r"\w+(?:[-:]\w+)*")
_BETWEEN = "\n__\n"  # a word of no term, so that no phrase reaches from one text into the next
_KEPT_TERMS = 12
_COMMON = 0.2  # a term that a fifth of all records use explains none of them
_COMMON_FROM = 20


class TermIndex:
    """The uses of terms in both directions, worked out once for all records."""

    def __init__(self, catalog: Catalog) -> None:
        self._by_first = _phrases(catalog)
        self._terms: dict[tuple[str, str], tuple[Item, ...]] = {}
        self._uses: dict[str, list[Item]] = {}
        for item in catalog:
            if item.kind.name == "begriffe" or item.kind.anchor_page:
                continue
            terms = self._find(item)
            self._terms[item.kind.name, item.slug] = terms
            for term in terms:
                self._uses.setdefault(term.slug, []).append(item)

    def terms_of(self, item: Item) -> tuple[Item, ...]:
        """Return the terms that a record uses, by title: at most a dozen, those that few records use."""
        limit = max(_COMMON_FROM, _COMMON * len(self._terms))
        found = [
            term for term in self._terms.get((item.kind.name, item.slug), ()) if len(self._uses[term.slug]) <= limit
        ]
        rare = sorted(found, key=lambda term: (len(self._uses[term.slug]), term.slug))[:_KEPT_TERMS]
        return tuple(sorted(rare, key=lambda term: term.title.casefold()))

    def uses_of(self, slug: str) -> tuple[Item, ...]:
        """Return the records that use a term."""
        return tuple(self._uses.get(slug, ()))

    def _find(self, item: Item) -> tuple[Item, ...]:
        found: dict[str, Item] = {}
        first = self._by_first.keys()
        words = _WORD.findall(_BETWEEN.join(texts_of(item.record)))
        lower = [word.casefold() for word in words]
        for position in [position for position, word in enumerate(lower) if word in first]:
            for phrase, exact, term in self._by_first[lower[position]]:
                end = position + len(phrase)
                if tuple(lower[position:end]) == phrase and (not exact or " ".join(words[position:end]) == exact):
                    found[term.slug] = term
                    break
        return tuple(found.values())


_Phrases = Mapping[str, list[tuple[tuple[str, ...], str, Item]]]


def _phrases(catalog: Catalog) -> _Phrases:
    table: dict[str, list[tuple[tuple[str, ...], str, Item]]] = {}
    for item in catalog.of("begriffe").values():
        for name in (item.title, *cast(Term, item.record).synonyme):
            words = tuple(_WORD.findall(name))
            if not words:
                continue
            folded = tuple(word.casefold() for word in words)
            # A short abbreviation counts only as it is written: „AN" is no „an".
            exact = " ".join(words) if len(name) <= 4 and name != name.lower() else ""
            table.setdefault(folded[0], []).append((folded, exact, item))
    for phrases in table.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return table


def texts_of(record: BaseModel) -> list[str]:
    """Return the texts inside a record; slugs and other lower-case words without a space are no text."""
    texts: list[str] = []
    waiting: list[Any] = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if " " in value or value != value.lower():
                texts.append(value)
        elif isinstance(value, BaseModel):
            waiting += [part for part in value.__dict__.values() if part]
        elif isinstance(value, list | tuple):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
    return texts
