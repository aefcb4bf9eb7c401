"""One value of a record -> what a reader sees, as safe HTML.

Knows types, no records: numbers and dates in German, the word ``unbekannt`` in a muted style, truth as ja and nein.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from schule.records.values import UNKNOWN, Date, Moment

UNKNOWN_HTML = Markup('<span class="s-unbekannt">unbekannt</span>')


def format_number(value: float, decimals: int | None = None) -> str:
    """Return a number as Germans write it: ``1.374.515``, ``85,81``; ``decimals`` fixes the places after the comma."""
    if decimals is not None:
        text = f"{value:,.{decimals}f}"
    else:
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.-", ".,−"))


def show(value: Any) -> Markup:
    """Return any plain value as HTML; lists are joined by commas, an absent value counts as unknown."""
    if not is_known(value):
        return UNKNOWN_HTML
    if isinstance(value, Markup):
        return value
    if isinstance(value, bool):
        return escape("ja" if value else "nein")
    if isinstance(value, int | float):
        return escape(format_number(value))
    if isinstance(value, Date | Moment):
        return show_date(value)
    if isinstance(value, list | tuple):
        return Markup(", ").join(show(item) for item in value)
    return escape(value)


def show_date(value: Date | Moment) -> Markup:
    """Return a date; a single day carries its machine-readable form."""
    date = value.date if isinstance(value, Moment) else value
    if not date.is_day:
        return escape(value.display)
    return Markup('<time datetime="{}">{}</time>').format(date.first.isoformat(), value.display)


def bullet_list(values: Iterable[Any], css: str = "") -> Markup:
    """Return values as an HTML list."""
    items = Markup("").join(Markup("<li>{}</li>").format(show(value)) for value in values)
    return Markup('<ul class="{}">{}</ul>').format(css, items) if css else Markup("<ul>{}</ul>").format(items)


def is_known(value: Any) -> bool:
    """Say whether a field holds something to show."""
    return value is not None and value not in (UNKNOWN, [])


def host_of(url: str) -> str:
    """Return the host of an address without ``www.``, as a short name for a link."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
