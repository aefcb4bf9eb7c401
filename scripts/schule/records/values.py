"""The scalar types of the records: text in, typed value out, with errors in German.

Takes the text of one YAML scalar; raises ``PydanticCustomError`` whose type is the name of a rule, so that
``validate`` can turn it into a finding. It knows nothing of files or of other records: whether a reference leads
anywhere is checked by the catalog, which finds references by their ``Ref`` annotation.
"""

from __future__ import annotations

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
from pydantic_core import core_schema

from schule.findings.wording import quote
from schule.records.dates import Date, Moment
from schule.records.faults import fault, text_of
from schule.records.suggest import closest

__all__ = [
    "UNKNOWN",
    "Ags",
    "Ars",
    "Date",
    "Degrees",
    "Email",
    "Markdown",
    "Moment",
    "Number",
    "OrUnknown",
    "Ref",
    "Sdg",
    "Slug",
    "Spdx",
    "Text",
    "Truth",
    "Url",
    "Whole",
    "is_url",
    "spdx_identifiers",
]

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
    if isinstance(value, bool):
        return _ja_nein(value)
    if hasattr(value, "model_dump"):
        # What is unknown says so in the data too; what is merely empty is left out.
        data = value.model_dump(mode="json", exclude_none=True)
        return {key: inner for key, inner in data.items() if inner not in ([], {})}
    if isinstance(value, (Date, Moment)):
        return value.text
    if isinstance(value, (list, tuple)):
        return [_dump(item) for item in value]
    return value


def _ja_nein(value: bool) -> str:
    return "ja" if value else "nein"


if TYPE_CHECKING:
    OrUnknown = Union[T, Literal["unbekannt"]]  # noqa: UP007 - a generic alias
else:

    class OrUnknown:
        """``OrUnknown[X]`` is the type of a field that may say ``unbekannt`` instead of a value of type X."""

        def __class_getitem__(cls, inner: Any) -> Any:
            return Annotated[Any, _UnknownOr(inner)]


_DIGITS = "Schreiben Sie nur Ziffern, ohne Tausenderpunkt und Einheit, mit Punkt vor den Nachkommastellen."
_MOST_DIGITS = 15  # a float holds no more


def _number(value: Any) -> int | float:
    if isinstance(value, (int, float)):
        return value
    text = text_of(value, "eine Zahl")
    if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", text):
        plain = text.replace(".", "")
        raise fault(
            "typ-falsch",
            f"Bei „{text}“ ist unklar, ob der Punkt Tausender oder Nachkommastellen trennt.",
            f"Schreiben Sie „{plain}“ oder „{text}0“.",
        )
    return _plain_number(text)


def _degrees(value: Any) -> int | float:
    return value if isinstance(value, (int, float)) else _plain_number(text_of(value, "eine Zahl"))


def _plain_number(text: str) -> int | float:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) and len(text) <= _MOST_DIGITS:
        return float(text) if "." in text else int(text)
    meant = re.fullmatch(r"(-?[0-9]{1,3}(?:[. ’'][0-9]{3})*|-?[0-9]+)(?:,([0-9]+))?( ?[A-Za-z²€%]{1,5})?", text)
    near = f"{re.sub('[^0-9-]', '', meant[1])}{'.' + meant[2] if meant[2] else ''}" if meant else ""
    raise fault(
        "typ-falsch",
        f"{quote(text)} ist keine Zahl.",
        f"Meinten Sie „{near}“? {_DIGITS}" if near and len(near) <= _MOST_DIGITS else _DIGITS,
    )


def _whole(value: Any) -> int:
    if isinstance(value, int):
        return value
    text = text_of(value, "eine ganze Zahl")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", text):
        raise fault("typ-falsch", f"„{text}“ ist keine ganze Zahl.", f"Meinten Sie „{text.replace('.', '')}“?")
    number = _plain_number(text)
    if not isinstance(number, int):
        raise fault("typ-falsch", f"{quote(text)} ist keine ganze Zahl.", "Schreiben Sie nur Ziffern.")
    return number


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = text_of(value, "„ja“ oder „nein“")
    if text not in ("ja", "nein"):
        meant = {"true": "ja", "yes": "ja", "wahr": "ja", "false": "nein", "no": "nein", "falsch": "nein"}
        near = {"ja": "ja", "nein": "nein", **meant}.get(text.lower())
        hint = f"Schreiben Sie „{near}“." if near else "Schreiben Sie „ja“ oder „nein“ (klein)."
        raise fault("typ-falsch", f"{quote(text)} ist weder „ja“ noch „nein“.", hint)
    return text == "ja"


def _sdg(value: Any) -> int:
    text = str(value) if isinstance(value, int) else text_of(value, "eine Zahl von 1 bis 17")
    if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= 17:
        raise fault(
            "sdg-bereich", f"{quote(text)} ist kein Nachhaltigkeitsziel.", "Die Ziele haben die Nummern 1 bis 17."
        )
    return int(text)


def _ags(value: Any) -> str:
    return _key(value, 8, "Gemeindeschlüssel", "01234567")


def _ars(value: Any) -> str:
    return _key(value, 12, "Regionalschlüssel", "012345678901")


def _key(value: Any, length: int, name: str, example: str) -> str:
    text = text_of(value, f"ein Schlüssel mit {length} Ziffern")
    if not re.fullmatch(f"[0-9]{{{length}}}", text):
        lost_zero = re.fullmatch(f"[0-9]{{{length - 1}}}", text)
        raise fault(
            "ags-form",
            f"{quote(text)} ist kein {name}.",
            f"Er hat genau {length} Ziffern, auch die führende Null. "
            + (f"Meinten Sie „0{text}“?" if lost_zero else f"Ein Beispiel: {example}."),
        )
    return text


_HOST = re.compile(r"(?:[\w](?:[\w-]*[\w])?\.)+[^\W\d_][\w-]*[^\W_]")


def is_url(text: str) -> bool:
    """Say whether a text is a complete web address with a plausible host."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    good = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") is not None and port != 0
    return good and not re.search(r'[\s<>"\\^`{|}]', text)


def _url(value: Any) -> str:
    text = text_of(value, "eine Internetadresse")
    if not is_url(text):
        with_scheme = "https://" + text
        raise fault(
            "adresse-ungueltig",
            f"{quote(text)} ist keine Internetadresse.",
            f"Meinten Sie {quote(with_scheme)}?"
            if "://" not in text and "@" not in text and len(text) < 50 and is_url(with_scheme)
            else "Sie beginnt mit https:// und enthält keine Leerzeichen.",
        )
    return text


_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"


def _email(value: Any) -> str:
    text = text_of(value, "eine E-Mail-Adresse")
    local, _, host = text.rpartition("@")
    if not re.fullmatch(_LOCAL, local) or not _HOST.fullmatch(host):
        raise fault("email-ungueltig", f"{quote(text)} ist keine E-Mail-Adresse.", "Sie hat die Form stelle@ort.de.")
    return text


@cache
def spdx_identifiers() -> frozenset[str]:
    """Return the identifiers of the SPDX licence list (npm package spdx-license-list 6.12)."""
    text = resources.files("schule.records").joinpath("spdx-licenses.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _spdx(value: Any) -> str:
    text = text_of(value, "ein Lizenzkürzel")
    if text not in spdx_identifiers():
        near = closest(text, spdx_identifiers())
        raise fault(
            "lizenz-unbekannt",
            f"{quote(text)} ist kein SPDX-Lizenzkürzel.",
            f"Meinten Sie „{near}“?" if near else "Beispiele: CC-BY-4.0, CC0-1.0, EUPL-1.2, MIT.",
        )
    return text


Number = Annotated[int | float, BeforeValidator(_number), Field(json_schema_extra={"type": "number"})]
Degrees = Annotated[int | float, BeforeValidator(_degrees), Field(json_schema_extra={"type": "number"})]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[
    bool,
    BeforeValidator(_truth),
    PlainSerializer(_ja_nein, when_used="json"),
    Field(json_schema_extra={"type": "string", "enum": ["ja", "nein"]}),
]
Sdg = Annotated[int, BeforeValidator(_sdg), Field(ge=1, le=17), Ref("sdg")]
Ags = Annotated[str, BeforeValidator(_ags), Field(json_schema_extra={"pattern": "^[0-9]{8}$"})]
Ars = Annotated[str, BeforeValidator(_ars), Field(json_schema_extra={"pattern": "^[0-9]{12}$"})]
Url = Annotated[str, BeforeValidator(_url), Field(json_schema_extra={"format": "uri"})]
Email = Annotated[str, BeforeValidator(_email), Field(json_schema_extra={"format": "email"})]
Spdx = Annotated[str, BeforeValidator(_spdx)]
Markdown = Annotated[
    str, StringConstraints(min_length=1), Field(json_schema_extra={"contentMediaType": "text/markdown"})
]
