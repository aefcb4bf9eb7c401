"""Describe the fields of a record model as plain values: what a field takes, whether it must be there, what it means.

Takes a pydantic model of ``records``, returns ``Field``s in the order of the model. The field reference of the
handbook, the JSON Schema and the questions of ``schule new`` are made from this one description, so that none of them
knows pydantic's annotations. It reads models only, never content: which slugs a reference may name is the catalog's
knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from schule.records.values import (
    Ags,
    Ars,
    Date,
    Degrees,
    Email,
    Moment,
    Number,
    Ref,
    Sdg,
    Slug,
    Spdx,
    Truth,
    Url,
    Whole,
)


class Form(StrEnum):
    """What a value is, in the editors' words."""

    TEXT = "Text"
    MARKDOWN = "Text in Markdown"
    SLUG = "Kennung"
    DATE = "Datum"
    MOMENT = "Datum, auf Wunsch mit Uhrzeit"
    NUMBER = "Zahl"
    WHOLE = "ganze Zahl"
    TRUTH = "ja oder nein"
    URL = "Internetadresse"
    EMAIL = "E-Mail-Adresse"
    LICENCE = "Lizenzkürzel (SPDX)"
    AGS = "Schlüssel mit acht Ziffern"
    ARS = "Schlüssel mit zwölf Ziffern"
    CHOICE = "Auswahl"
    REFERENCE = "Verweis"
    BLOCK = "Block"
    LIST = "Liste"
    MAPPING = "Block je Feld"


_VALIDATORS: tuple[tuple[Any, Form], ...] = (
    (Number, Form.NUMBER),
    (Degrees, Form.NUMBER),
    (Whole, Form.WHOLE),
    (Truth, Form.TRUTH),
    (Url, Form.URL),
    (Email, Form.EMAIL),
    (Spdx, Form.LICENCE),
    (Ags, Form.AGS),
    (Ars, Form.ARS),
    (Sdg, Form.REFERENCE),
)


@dataclass(frozen=True)
class Shape:
    """What a value may be.

    ``choices`` are the words of a CHOICE, ``kind`` is the target of a REFERENCE (``*``: any page), ``block`` the model
    of a BLOCK, ``item`` the shape inside a LIST or MAPPING. Limits are None where there are none; ``unknown`` says
    that the word ``unbekannt`` is allowed.
    """

    form: Form
    unknown: bool = False
    choices: tuple[str, ...] = ()
    kind: str = ""
    block: type[BaseModel] | None = None
    item: Shape | None = None
    pattern: str = ""
    min_items: int = 0
    max_length: int | None = None
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None

    @property
    def innermost(self) -> Shape:
        """The shape of the single value: that of the items where this is a list or mapping."""
        return self.item.innermost if self.item else self


@dataclass(frozen=True)
class Field:
    """One field of a model; ``default`` is the value that stands for a missing optional field."""

    name: str
    shape: Shape
    required: bool
    description: str
    default: Any = None


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model in its order."""
    return tuple(
        Field(
            name=name,
            shape=_shape(info.annotation, (info, *info.metadata)),
            required=info.is_required(),
            description=info.description or "",
            default=None if info.default is PydanticUndefined else info.default,
        )
        for name, info in model.model_fields.items()
    )


def blocks_of(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """Return the models of all blocks inside a model, each once, in the order in which they first appear."""
    found: dict[type[BaseModel], None] = {}

    def collect(current: type[BaseModel]) -> None:
        for field in fields_of(current):
            block = field.shape.innermost.block
            if block is not None and block not in found:
                found[block] = None
                collect(block)

    collect(model)
    return tuple(found)


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    if hasattr(annotation, "__metadata__"):
        return _shape(get_args(annotation)[0], (*metadata, *annotation.__metadata__))
    markers = tuple(_flat(metadata))
    inner = next((item.inner for item in markers if hasattr(item, "inner")), None)
    if inner is not None:
        rest = tuple(item for item in markers if not hasattr(item, "inner") and not isinstance(item, FieldInfo))
        return replace(_shape(inner, rest), unknown=True)
    arguments = get_args(annotation)
    if arguments and type(None) in arguments:
        (only,) = (argument for argument in arguments if argument is not type(None))
        return _shape(only, metadata)
    if get_origin(annotation) is list:
        return Shape(Form.LIST, item=_shape(arguments[0], ()), min_items=_limit(markers, "min_length") or 0)
    if get_origin(annotation) is dict:
        return Shape(Form.MAPPING, item=_shape(arguments[1], ()))
    return _scalar(annotation, markers)


def _scalar(annotation: Any, markers: tuple[Any, ...]) -> Shape:
    reference = next((item for item in markers if isinstance(item, Ref)), None)
    if reference is not None:
        return Shape(Form.REFERENCE, kind=reference.kind)
    if get_origin(annotation) is Literal:
        return Shape(Form.CHOICE, choices=get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(Form.BLOCK, block=annotation)
    if annotation in (Date, Moment):
        return Shape(Form.DATE if annotation is Date else Form.MOMENT)
    form = next((form for alias, form in _VALIDATORS if _validator(alias) in markers), Form.TEXT)
    pattern = next((item.pattern for item in markers if getattr(item, "pattern", None)), "")
    if any((getattr(item, "json_schema_extra", None) or {}).get("contentMediaType") for item in markers):
        form = Form.MARKDOWN
    elif get_args(Slug)[1] in markers:
        form = Form.SLUG
    return Shape(
        form,
        pattern=pattern,
        max_length=_limit(markers, "max_length"),
        at_least=_limit(markers, "ge"),
        above=_limit(markers, "gt"),
        at_most=_limit(markers, "le"),
    )


def _validator(alias: Any) -> BeforeValidator:
    found: BeforeValidator = next(item for item in alias.__metadata__ if isinstance(item, BeforeValidator))
    return found


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    """Yield the markers, those inside pydantic's own field descriptions included."""
    for item in metadata:
        yield item
        if isinstance(item, FieldInfo):
            yield from item.metadata


def _limit(markers: tuple[Any, ...], name: str) -> Any:
    return next((value for item in markers if (value := getattr(item, name, None)) is not None), None)


# Keys are written without umlauts; these names cannot be read off the key.
_LABELS = {
    "ags": "Amtlicher Gemeindeschlüssel",
    "ars": "Amtlicher Regionalschlüssel",
    "begruendung": "Begründung",
    "dna": "DNA",
    "email": "E-Mail",
    "eroeffnung": "Eröffnung",
    "federfuehrung": "Federführung",
    "flaeche_km2": "Fläche in km²",
    "foerderkommune": "Förderkommune",
    "foerderung": "Förderung",
    "gilt_fuer": "Gilt für",
    "groessenklasse": "Größenklasse",
    "gruendung": "Gründung",
    "kanaele": "Kanäle",
    "kosten_euro": "Kosten in Euro",
    "laenge": "Länge",
    "leitfaeden": "Leitfäden",
    "massnahmenpakete": "Maßnahmenpakete",
    "nach_foerderende": "Nach Förderende",
    "open_source": "Open Source",
    "phase_stand": "Zeitpunkt der Phase",
    "plz": "Postleitzahl",
    "pruefen_bis": "Prüfen bis",
    "schluessel": "Schlüssel",
    "sdg": "Nachhaltigkeitsziele (SDG)",
    "slug": "Kennung",
    "spaetestens": "Spätestens",
    "traeger": "Träger",
    "uebernommen_aus": "Übernommen aus",
    "uebertragbarkeit": "Übertragbarkeit",
    "unterstuetzer": "Unterstützer",
    "url": "Internetadresse",
    "was_nicht_funktionierte": "Was nicht funktionierte",
    "wert_bis": "Wert bis",
    "zaehlt": "Zählt",
}


def label_of(name: str) -> str:
    """Return the German name of a field as people read it: ``kosten_euro`` is „Kosten in Euro“."""
    return _LABELS.get(name, name.capitalize())
