"""The scalar types of the records: text in, typed value out, with errors in German.

Takes the text of one YAML scalar; raises ``PydanticCustomError`` whose type is the name of a rule, so that
``validate`` can turn it into a finding. It knows nothing of files or of other records: whether a reference leads
anywhere is checked by the catalog, which finds references by their ``Ref`` annotation.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

UNKNOWN: Literal["unbekannt"] = "unbekannt"
T = TypeVar("T")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


@dataclass(frozen=True)
class Ref:
    """Marks a field as reference: ``kind`` is the collection (``kommunen``, ``quellen``, ``phasen`` …), ``*`` is any page."""

    kind: str


class _UnknownOr:
    """Accepts the word ``unbekannt`` beside the values of a type, without a union's doubled error messages."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def accept(value: Any, inner: Callable[[Any], Any]) -> Any:
            return UNKNOWN if value == UNKNOWN else inner(value)

        inner_schema = handler.generate_schema(self.inner)
        return core_schema.no_info_wrap_validator_function(
            accept, inner_schema, serialization=core_schema.plain_serializer_function_ser_schema(_dump)
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"const": UNKNOWN}, handler(schema)]}


def _dump(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, (Date, Moment)):
        return value.text
    if isinstance(value, (list, tuple)):
        return [_dump(item) for item in value]
    return value


if TYPE_CHECKING:
    OrUnknown = Union[T, Literal["unbekannt"]]  # noqa: UP007 - a generic alias
else:

    class OrUnknown:
        """``OrUnknown[X]`` is the type of a field that may say ``unbekannt`` instead of a value of type X."""

        def __class_getitem__(cls, inner: Any) -> Any:
            return Annotated[Any, _UnknownOr(inner)]


def _fail(rule: str, message: str, hint: str) -> PydanticCustomError:
    # Braces would be read as placeholders of pydantic's message template.
    return PydanticCustomError(rule, message.replace("{", "(").replace("}", ")"), {"hilfe": hint})


def _text_of(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise _fail("typ-falsch", f"Hier steht eine Liste oder ein Block, erwartet wird {what}.", "")
    return value.strip()


_DATE = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])))?")
_MONTHS = [
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
]
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
            raise _fail("datum-ungueltig", f"„{text}“ ist kein Datum.", _DATE_HINT)
        if last is None:
            return cls(first[0], first[1], text)
        if last[1] < first[0]:
            raise _fail(
                "datum-verkehrt", f"Der Zeitraum „{text}“ endet vor seinem Anfang.", "Tauschen Sie die beiden Daten."
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
            return value if isinstance(value, cls) else cls.parse(_text_of(value, "ein Datum"))

        return core_schema.no_info_plain_validator_function(
            build, serialization=core_schema.plain_serializer_function_ser_schema(lambda date: date.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> JsonSchemaValue:
        one = r"\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?"
        return {"type": "string", "pattern": f"^{one}( bis {one})?$", "examples": ["2022-09", "2019 bis 2026"]}


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day, quarter = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if day and month:
            return dt.date(year, month, day), dt.date(year, month, day)
        if quarter:
            month_last = quarter * 3
            return dt.date(year, month_last - 2, 1), dt.date(year, month_last, calendar.monthrange(year, month_last)[1])
        if month:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except ValueError:
        return None


def _german(text: str) -> str:
    year, _, rest = text.partition("-")
    if not rest:
        return year
    if rest.startswith("Q"):
        return f"{rest[1]}. Quartal {year}"
    month, _, day = rest.partition("-")
    return f"{day}.{month}.{year}" if day else f"{_MONTHS[int(month) - 1]} {year}"


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
        if clock and not clock.startswith("bis "):
            date = Date.parse(day)
            try:
                time = dt.time.fromisoformat(clock.replace(" Uhr", "").zfill(5))
            except ValueError:
                time = None
            if time is None or not date.is_day:
                raise _fail(
                    "datum-ungueltig",
                    f"„{text}“ ist kein Zeitpunkt.",
                    "Schreiben Sie 2022-11-09 oder 2022-11-09 13:30.",
                )
            return cls(date, time, text)
        return cls(Date.parse(text), None, text)

    @property
    def display(self) -> str:
        """The moment in German: ``09.11.2022, 13:30 Uhr``."""
        return self.date.display + (f", {self.time:%H:%M} Uhr" if self.time else "")

    def __str__(self) -> str:
        return self.display

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def build(value: Any) -> Moment:
            return value if isinstance(value, cls) else cls.parse(_text_of(value, "ein Datum"))

        return core_schema.no_info_plain_validator_function(
            build, serialization=core_schema.plain_serializer_function_ser_schema(lambda moment: moment.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> JsonSchemaValue:
        return {"type": "string", "examples": ["2022-11-09", "2022-11-09 13:30"]}


def _number(value: Any) -> int | float:
    if isinstance(value, (int, float)):
        return value
    text = _text_of(value, "eine Zahl")
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text) and not re.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}", text):
        return float(text)
    raise _fail(
        "typ-falsch",
        f"„{text}“ ist keine Zahl.",
        "Schreiben Sie nur Ziffern, ohne Tausenderpunkt und Einheit, mit Punkt vor den Nachkommastellen: 1374515 oder 85.81.",
    )


def _whole(value: Any) -> int:
    number = _number(value)
    if not isinstance(number, int):
        raise _fail("typ-falsch", f"„{value}“ ist keine ganze Zahl.", "Schreiben Sie nur Ziffern.")
    return number


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _text_of(value, "„ja“ oder „nein“")
    if text not in ("ja", "nein"):
        raise _fail("typ-falsch", f"„{text}“ ist weder „ja“ noch „nein“.", "Schreiben Sie „ja“ oder „nein“ (klein).")
    return text == "ja"


def _sdg(value: Any) -> int:
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= 17:
        raise _fail(
            "sdg-bereich", f"„{text or value}“ ist kein Nachhaltigkeitsziel.", "Die Ziele haben die Nummern 1 bis 17."
        )
    return int(text)


def _ags(value: Any) -> str:
    text = _text_of(value, "ein Schlüssel mit acht Ziffern")
    if not re.fullmatch(r"\d{8}", text):
        raise _fail(
            "ags-form",
            f"„{text}“ ist kein Gemeindeschlüssel.",
            "Er hat genau acht Ziffern mit führender Null, zum Beispiel 05974040.",
        )
    return text


def _url(value: Any) -> str:
    text = _text_of(value, "eine Internetadresse")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        good = parts.scheme in ("http", "https") and "." in host.strip(".") and not re.search(r'[\s<>"]', text)
    except ValueError:
        good = False
    if not good:
        raise _fail(
            "adresse-ungueltig",
            f"„{text}“ ist keine Internetadresse.",
            "Sie beginnt mit https:// und enthält keine Leerzeichen.",
        )
    return text


def _email(value: Any) -> str:
    text = _text_of(value, "eine E-Mail-Adresse")
    if not re.fullmatch(r"[^\s@<>]+@[A-Za-z0-9ÄÖÜäöüß-]+(\.[A-Za-z0-9ÄÖÜäöüß-]+)+", text):
        raise _fail("email-ungueltig", f"„{text}“ ist keine E-Mail-Adresse.", "Sie hat die Form stelle@ort.de.")
    return text


@cache
def spdx_identifiers() -> frozenset[str]:
    """Return the identifiers of the SPDX licence list (npm package spdx-license-list 6.12)."""
    text = resources.files("schule.records").joinpath("spdx-licenses.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _spdx(value: Any) -> str:
    text = _text_of(value, "ein Lizenzkürzel")
    if text not in spdx_identifiers():
        from schule.records.suggest import closest  # noqa: PLC0415 - only on the error path

        near = closest(text, spdx_identifiers())
        raise _fail(
            "lizenz-unbekannt",
            f"„{text}“ ist kein SPDX-Lizenzkürzel.",
            f"Meinten Sie „{near}“?" if near else "Beispiele: CC-BY-4.0, CC0-1.0, EUPL-1.2, MIT.",
        )
    return text


Number = Annotated[int | float, BeforeValidator(_number), Field(json_schema_extra={"type": "number"})]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[
    bool,
    BeforeValidator(_truth),
    PlainSerializer(lambda value: "ja" if value else "nein", when_used="json"),
    Field(json_schema_extra={"type": "string", "enum": ["ja", "nein"]}),
]
Sdg = Annotated[int, BeforeValidator(_sdg), Field(ge=1, le=17), Ref("sdg")]
Ags = Annotated[str, BeforeValidator(_ags)]
Url = Annotated[str, BeforeValidator(_url), Field(json_schema_extra={"format": "uri"})]
Email = Annotated[str, BeforeValidator(_email), Field(json_schema_extra={"format": "email"})]
Spdx = Annotated[str, BeforeValidator(_spdx)]
Markdown = Annotated[
    str, StringConstraints(min_length=1), Field(json_schema_extra={"contentMediaType": "text/markdown"})
]
