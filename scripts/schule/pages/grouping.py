"""Groups for list pages: records by an entry of a vocabulary, by year, by letter, by a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from schule.records.catalog import Catalog, Item
from schule.records.values import UNKNOWN, Date, Moment


@dataclass(frozen=True)
class Group:
    """Records under one heading; ``entry`` is the vocabulary's entry where there is one."""

    title: str
    items: tuple[Item, ...]
    entry: Item | None = None


def by_vocabulary(catalog: Catalog, kind: str, field: str, order: str) -> list[Group]:
    """Group the records of a kind by a field that refers to the vocabulary ``order``, in its order; unknown comes last."""
    buckets: dict[str, list[Item]] = {}
    for item in catalog.of(kind).values():
        value = getattr(item.record, field)
        for slug in value if isinstance(value, list) else [value]:
            buckets.setdefault(str(slug), []).append(item)
    groups = [
        Group(entry.title, _sorted(buckets.pop(slug)), entry)
        for slug, entry in catalog.of(order).items()
        if slug in buckets
    ]
    rest = [item for items in buckets.values() for item in items]
    return [*groups, *([Group("Unbekannt", _sorted(rest))] if rest else [])]


def by_year(items: Iterable[Item], field: str, *, newest_first: bool = True) -> list[Group]:
    """Group records by the year of a date, each group by date; records without a date come last."""
    years: dict[int, list[tuple[Any, Item]]] = {}
    undated: list[Item] = []
    for item in items:
        value = getattr(item.record, field)
        date = value.date if isinstance(value, Moment) else value
        if isinstance(date, Date):
            years.setdefault(date.first.year, []).append(((date.first, date.last, item.title), item))
        else:
            undated.append(item)
    groups = [
        Group(str(year), tuple(item for _, item in sorted(years[year], key=lambda p: p[0], reverse=newest_first)))
        for year in sorted(years, reverse=newest_first)
    ]
    return [*groups, *([Group("Ohne Datum", _sorted(undated))] if undated else [])]


def by_text(items: Iterable[Item], field: str) -> list[Group]:
    """Group records by a text field, in the order in which the texts first appear."""
    return _buckets(items, lambda item: str(getattr(item.record, field) or ""))


def by_letter(items: Iterable[Item]) -> list[Group]:
    """Group records by the first letter of the title, umlauts with their vowel, digits first."""
    ordered = sorted(items, key=lambda item: plain(item.title))
    return _buckets(ordered, lambda item: letter if (letter := plain(item.title)[:1].upper()).isalpha() else "0–9")


def plain(text: str) -> str:
    """Return a text for sorting: without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _buckets(items: Iterable[Item], key: Callable[[Item], str]) -> list[Group]:
    buckets: dict[str, list[Item]] = {}
    for item in items:
        buckets.setdefault(key(item), []).append(item)
    return [Group("" if title == UNKNOWN else title, tuple(members)) for title, members in buckets.items()]


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: plain(item.title)))
