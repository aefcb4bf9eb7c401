"""The shortest valid record of each kind, made from its model: what the handbook shows and a test validates.

All values are placeholders of the right form; nothing here is a fact.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

from schule.records.base import Entry
from schule.records.fields import Form, Shape, fields_of
from schule.records.kinds import Kind
from schule.records.yaml_text import to_yaml

_VALUES = {
    Form.TEXT: "Platzhalter",
    Form.MARKDOWN: "Platzhalter",
    Form.SLUG: "kennung-des-eintrags",
    Form.DATE: "2022-09-16",
    Form.MOMENT: "2022-09-16",
    Form.NUMBER: "1",
    Form.WHOLE: "1",
    Form.TRUTH: "ja",
    Form.URL: "https://www.example.org/",
    Form.EMAIL: "stelle@example.org",
    Form.LICENCE: "CC-BY-4.0",
    Form.AGS: "01234567",
    Form.ARS: "012345678901",
}
_BY_PATTERN = ("1", "#336699", "kennung")


def minimal_example(kind: Kind) -> str:
    """Return a file (of a list: one entry) with the required fields alone."""
    data = _required(kind.model)
    if kind.markdown:
        text = data.pop("text")
        return f"---\n{to_yaml(data)}---\n\n## {text}\n"
    return to_yaml([data] if issubclass(kind.model, Entry) else data)


def _required(model: type[BaseModel]) -> dict[str, Any]:
    return {field.name: placeholder(field.shape) for field in fields_of(model) if field.required}


def placeholder(shape: Shape) -> Any:
    """Return a value of the right form, ``unbekannt`` where it is allowed; a mapping names the field that all have."""
    if shape.unknown:
        return "unbekannt"
    if shape.form is Form.LIST and shape.item:
        return [placeholder(shape.item)]
    if shape.form is Form.MAPPING and shape.item:
        return {"titel": placeholder(shape.item)}
    if shape.block:
        return _required(shape.block) or {field.name: placeholder(field.shape) for field in fields_of(shape.block)}
    if shape.choices:
        return shape.choices[0]
    if shape.form is Form.REFERENCE:
        return "1" if shape.kind == "sdg" else f"kennung-aus-{shape.kind}"
    if shape.pattern and shape.form is Form.TEXT:
        return next(value for value in _BY_PATTERN if re.search(shape.pattern, value))
    return _VALUES[shape.form]
