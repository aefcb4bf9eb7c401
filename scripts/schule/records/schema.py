"""JSON Schema (2020-12) of every kind of record, with German titles, descriptions, examples and the school's own words.

Takes the catalog, returns schemas by file name; ``bindings`` says which files each one is for. The schemas serve
editors such as VS Code, which read YAML by version 1.2 and so see ``2022`` as a number where the check sees text:
wherever the check takes any scalar, the schema allows those types too. The check stays the judge; a schema knows the
content of the moment at which it was written, and nothing of how records fit together.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from schule.records.base import Entry
from schule.records.catalog import Catalog
from schule.records.fields import Field, Form, Shape, blocks_of, fields_of, label_of
from schule.records.kinds import KINDS, PAGES, VOCABULARIES, Kind
from schule.records.registers import Vocabulary
from schule.records.values import UNKNOWN, spdx_identifiers

MOST_CHOICES = 200
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"\d{4}(-(\d{2}(-\d{2})?|Q[1-4]))?"
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_SCALAR = ["string", "number", "boolean"]

_FORMS: dict[Form, dict[str, Any]] = {
    Form.TEXT: {"type": _SCALAR, "minLength": 1},
    Form.MARKDOWN: {"type": _SCALAR, "minLength": 1, "contentMediaType": "text/markdown"},
    Form.SLUG: {"type": ["string", "integer"], "pattern": _SLUG},
    Form.DATE: {
        "type": ["string", "integer"],
        "pattern": f"^{_DATE}( bis {_DATE})?$",
        "minimum": 1000,
        "maximum": 9999,
        "examples": ["2022-09-16", "2022-09", "2022-Q3", "2019 bis 2026"],
    },
    Form.MOMENT: {
        "type": ["string", "integer"],
        "pattern": rf"^{_DATE}( bis {_DATE}| \d{{1,2}}:\d{{2}}(:\d{{2}})?( Uhr)?)?$",
        "minimum": 1000,
        "maximum": 9999,
        "examples": ["2022-11-09", "2022-11-09 13:30"],
    },
    Form.NUMBER: {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"},
    Form.WHOLE: {"type": ["integer", "string"], "pattern": r"^-?\d+$"},
    Form.TRUTH: {"enum": ["ja", "nein"]},
    Form.URL: {"type": "string", "format": "uri", "pattern": r"^https?://[^\s<>\"]+$"},
    Form.EMAIL: {"type": "string", "format": "email", "pattern": r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$"},
    Form.LICENCE: {"$ref": "#/$defs/Lizenz"},
    Form.AGS: {"type": ["string", "integer"], "pattern": r"^\d{8}$", "minimum": 0, "maximum": 10**8 - 1},
    Form.ARS: {"type": ["string", "integer"], "pattern": r"^\d{12}$", "minimum": 0, "maximum": 10**12 - 1},
}


def json_schemas(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Return the schema of every kind by file name; the controlled lists share ``vokabular.json``."""
    return {schema_file(kind): _schema(kind, catalog) for kind in KINDS.values()}


def schema_file(kind: Kind) -> str:
    """Return the name of the file that holds the schema of a kind."""
    return f"{Vocabulary.kind if kind.name in VOCABULARIES else kind.name}.json"


def bindings() -> dict[str, list[str]]:
    """Return which files of a project each schema is for; the head of a guide stands in Markdown and has none."""
    found: dict[str, list[str]] = {}
    for kind in KINDS.values():
        if not kind.markdown:
            place = kind.place if kind.place.endswith(".yml") else f"{kind.place}/**/*.yml"
            found.setdefault(schema_file(kind), []).append(place)
    return found


def _schema(kind: Kind, catalog: Catalog) -> dict[str, Any]:
    one = kind.name not in VOCABULARIES
    title = kind.singular if one else "Eintrag eines Vokabulars"
    body = {"title": title, **_object(kind.model, catalog)}
    if kind.markdown:
        body["properties"].pop("text")
        body["required"].remove("text")
    definitions = {block.__name__: _object(block, catalog) for block in blocks_of(kind.model)}
    definitions["Lizenz"] = {"enum": sorted(spdx_identifiers()), "title": "SPDX-Lizenzkürzel"}
    if issubclass(kind.model, Entry):
        least = 0 if kind.may_be_empty else 1
        body = {"title": kind.plural if one else "Vokabular", "type": "array", "minItems": least, "items": body}
    return {"$schema": _DIALECT, **body, "$defs": definitions}


def _object(model: type[BaseModel], catalog: Catalog) -> dict[str, Any]:
    fields = fields_of(model)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: _property(field, model, catalog) for field in fields},
    }


def _property(field: Field, model: type[BaseModel], catalog: Catalog) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": label_of(field.name), "description": field.description}
    schema |= _value(field.shape, catalog)
    if field.shape.form is Form.MAPPING:
        schema["propertyNames"] = {"enum": [other.name for other in fields_of(model) if other.name != field.name]}
    if isinstance(field.default, str):
        schema["default"] = field.default
    return schema


def _value(shape: Shape, catalog: Catalog) -> dict[str, Any]:
    schema = _known_value(shape, catalog)
    return {"anyOf": [{"const": UNKNOWN, "title": UNKNOWN}, schema]} if shape.unknown else schema


def _known_value(shape: Shape, catalog: Catalog) -> dict[str, Any]:
    if shape.form is Form.MAPPING and shape.item:
        return {"type": "object", "additionalProperties": _value(shape.item, catalog)}
    if shape.item:
        limits = {"minItems": shape.min_items} if shape.min_items else {}
        return {"type": "array", "items": _value(shape.item, catalog), **limits}
    if shape.block:
        return {"$ref": f"#/$defs/{shape.block.__name__}"}
    if shape.choices:
        return {"enum": list(shape.choices)}
    if shape.form is Form.REFERENCE:
        return _reference(shape.kind, catalog)
    return {**_FORMS[shape.form], **_limits(shape)}


def _limits(shape: Shape) -> dict[str, Any]:
    limits = {
        "maxLength": shape.max_length,
        "minimum": shape.at_least,
        "exclusiveMinimum": shape.above,
        "maximum": shape.at_most,
        "pattern": shape.pattern or None,
    }
    return {name: value for name, value in limits.items() if value is not None}


def _reference(kind: str, catalog: Catalog) -> dict[str, Any]:
    if kind == "*":
        pages = [f"{name}/{slug}" for name in PAGES for slug in catalog.of(name)]
        return {"type": "string", "pattern": r"^/?[a-z]+/[a-z0-9-]+/?$", "examples": pages[:MOST_CHOICES]}
    items = catalog.of(kind)
    if not items or len(items) > MOST_CHOICES:
        return {"type": ["string", "integer"], "pattern": _SLUG, "examples": list(items)[:MOST_CHOICES]}
    return {
        # A slug of digits (a goal's number) is a number for an editor that reads YAML 1.2.
        "enum": [int(slug) if slug.isdigit() else slug for slug in items],
        "markdownEnumDescriptions": [item.title for item in items.values()],
    }
