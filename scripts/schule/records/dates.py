"""Dates as editors write them, with the precision that they give: a year, a month, a quarter, a day, a range, a time.

Takes the text of one scalar, returns a ``Date`` or a ``Moment``; a wrong one raises an error in German which says what
was probably meant (``16.09.2022`` is ``2022-09-16``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from schule.findings.wording import quote
from schule.records.faults import fault, text_of

_DATE = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|Q([1-4])))?")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?: Uhr)?")
_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_DATE_HINT = "Erlaubt sind 2022, 2022-09, 2022-09-16, 2022-Q3 und Zeiträume wie „2019 bis 2026“."


@dataclass(frozen=True, order=True)
class Date:
    """A point or stretch of time with the precision that the editor gave it.

    ``first`` and ``last`` are the first and last day it may mean; ``text`` is what stood in the record.
    """

    first: dt.date
    last: dt.date
    text: str

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read ``JJJJ``, ``JJJJ-MM``, ``JJJJ-MM-TT``, ``JJJJ-Qn`` or two of them joined by ``bis``."""
        begin, separator, end = text.partition(" bis ")
        first, last = _days(begin.strip()), _days(end.strip()) if separator else None
        if first is None or (separator and last is None):
            raise fault("datum-ungueltig", f"{quote(text)} ist kein Datum.", _date_hint(text))
        if last is None:
            return cls(first[0], first[1], text)
        if last[1] < first[0]:
            raise fault(
                "datum-verkehrt",
                f"Der Zeitraum {quote(text)} endet vor seinem Anfang.",
                "Tauschen oder berichtigen Sie die beiden Daten.",
            )
        return cls(first[0], last[1], text)

    @property
    def is_day(self) -> bool:
        """Whether one single day is meant."""
        return self.first == self.last

    @property
    def display(self) -> str:
        """The date in German words, as precise as it is known: ``September 2022``, ``16.09.2021``."""
        return " bis ".join(_german(part.strip()) for part in self.text.split(" bis "))

    def __str__(self) -> str:
        return self.display

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def build(value: Any) -> Date:
            return value if isinstance(value, cls) else cls.parse(text_of(value, "ein Datum"))

        return core_schema.no_info_plain_validator_function(
            build, serialization=core_schema.plain_serializer_function_ser_schema(lambda date: date.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> JsonSchemaValue:
        one = r"\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?"
        return {"type": "string", "pattern": f"^{one}( bis {one})?$", "examples": ["2022-09", "2019 bis 2026"]}


@dataclass(frozen=True, order=True)
class Moment:
    """A day, or a day with a local time: begin or end of an event. May be as vague as a ``Date``."""

    date: Date
    time: dt.time | None
    text: str

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read a date, or a day and a time: ``2022-11-09 13:30``."""
        day, _, clock = text.partition(" ")
        if not clock or clock.startswith("bis ") or _days(day) is None:
            return cls(Date.parse(text), None, text)
        date, match = Date.parse(day), _CLOCK.fullmatch(clock.strip())
        if match is None or not date.is_day:
            raise fault(
                "datum-ungueltig",
                f"{quote(text)} ist kein Zeitpunkt.",
                "Erlaubt sind ein Tag mit Uhrzeit wie „2022-11-09 13:30“ oder ein Datum ohne Uhrzeit.",
            )
        return cls(date, dt.time(int(match[1]), int(match[2])), text)

    @property
    def display(self) -> str:
        """The moment in German: ``09.11.2022, 13:30 Uhr``."""
        return self.date.display + (f", {self.time:%H:%M} Uhr" if self.time else "")

    def __str__(self) -> str:
        return self.display

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def build(value: Any) -> Moment:
            return value if isinstance(value, cls) else cls.parse(text_of(value, "ein Datum"))

        return core_schema.no_info_plain_validator_function(
            build, serialization=core_schema.plain_serializer_function_ser_schema(lambda moment: moment.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> JsonSchemaValue:
        return {"type": "string", "examples": ["2022-11-09", "2022-11-09 13:30"]}


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day, quarter = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            return dt.date(year, month, day), dt.date(year, month, day)
        if quarter:
            month_last = quarter * 3
            return dt.date(year, month_last - 2, 1), dt.date(year, month_last, calendar.monthrange(year, month_last)[1])
        if month is not None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except ValueError:  # month 13, 30 February
        return None


def _german(text: str) -> str:
    year, _, rest = text.partition("-")
    if not rest:
        return year
    if rest.startswith("Q"):
        return f"{rest[1]}. Quartal {year}"
    month, _, day = rest.partition("-")
    return f"{day}.{month}.{year}" if day else f"{_MONTHS[int(month) - 1]} {year}"


def _date_hint(text: str) -> str:
    parts = [_meant(part.strip()) for part in re.split(r" bis |\s*[–—]\s*|(?<=[0-9]{4})\s*-\s*(?=[0-9]{4})", text)]
    if 1 <= len(parts) <= 2 and None not in parts:
        return f"Meinten Sie „{' bis '.join(str(part) for part in parts)}“?"
    return _DATE_HINT


def _meant(text: str) -> str | None:
    """Return the date that a German spelling means, or None."""
    found: str | None = None
    if match := re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", text):
        found = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    elif match := re.fullmatch(r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?", text):
        found = f"{match[1]}-{int(match[2]):02}" + (f"-{int(match[3]):02}" if match[3] else "")
    elif match := re.fullmatch(r"(?:([0-9]{1,2})\. )?([A-Za-zä]+) ([0-9]{4})", text):
        month = _MONTHS.index(match[2].capitalize()) + 1 if match[2].capitalize() in _MONTHS else 0
        found = f"{match[3]}-{month:02}" + (f"-{int(match[1]):02}" if match[1] else "")
    elif match := re.fullmatch(r"(?:[Qq]([1-4])[ /-]*([0-9]{4})|([0-9]{4})[ /-]*[Qq]([1-4]))", text):
        found = f"{match[2] or match[3]}-Q{match[1] or match[4]}"
    elif re.fullmatch(r"[0-9]{4}", text):
        found = text
    return found if found and _days(found) else None
