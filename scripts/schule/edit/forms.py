"""Forms from models: what to show for a field, and what was sent back.

``form_of`` takes the fields of a model and the plain data of a record and returns ``Widget``s for the template;
``values_of`` takes what a browser sent and returns plain data again. Both walk the same description of the model
(``records.fields``), so that a new field of a model needs nothing here. No HTML is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schule.findings import Finding
from schule.records.catalog import Catalog
from schule.records.fields import Field, Form, Shape, fields_of, label_of
from schule.records.kinds import PAGES
from schule.records.values import UNKNOWN

FEW = 25  # as many entries are shown all at once; more are searched while typing
STATE, BEFORE, REMOVE, KEY, SHOWN = "__stand", "__vorher", "__weg", "__feld", "__felder"
_LONG = 80

Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Widget:
    """One part of a form.

    ``form`` names the template's macro: text, area, select, checks, lines, rows, group, groups or fixed. ``options`` are
    pairs of value and label, ``choices`` the name of a list to search in, ``parts`` the widgets inside. ``blank`` is what
    one more row looks like.
    """

    form: str
    name: str
    label: str
    help: str = ""
    required: bool = False
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()
    choices: str = ""
    unknown: bool = False
    state: str = ""
    parts: tuple[Widget, ...] = ()
    rows: int = 3
    findings: tuple[Finding, ...] = ()
    blank: bool = False


@dataclass(frozen=True)
class Choices:
    """What references may name: titles by slug of every kind, from the records as they are now."""

    catalog: Catalog
    used: set[str] = field(default_factory=set)

    def of(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Return value and label of everything that a reference to ``kind`` may name."""
        if kind == "*":
            return tuple(
                (f"{name}/{slug}", item.title) for name in PAGES for slug, item in self.catalog.of(name).items()
            )
        return tuple((slug, item.title) for slug, item in self.catalog.of(kind).items())

    def search(self, kind: str) -> str:
        """Note that a form needs the list of a kind to search in; return the list's name."""
        self.used.add(kind)
        return "liste-" + ("alle" if kind == "*" else kind)

    def lists(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return the lists that the form needs, by name."""
        return {self.search(kind): self.of(kind) for kind in sorted(self.used)}


def form_of(
    fields: Iterable[Field], data: Mapping[str, Any], choices: Choices, findings: Mapping[str, Sequence[Finding]]
) -> tuple[Widget, ...]:
    """Return the widgets of a record; ``findings`` are by the name of the field that they belong to."""
    return tuple(_widget(one, data.get(one.name), one.name, choices, findings) for one in fields)


def values_of(fields: Iterable[Field], sent: Sent) -> dict[str, Any]:
    """Return the values of the fields that a form had; None for one that was left empty."""
    shown = set(sent.get(SHOWN, ()))
    return {one.name: _value(one.shape, one.name, sent) for one in fields if one.name in shown}


def by_field(findings: Iterable[Finding], entry: int | None = None) -> dict[str, list[Finding]]:
    """Sort findings by the name of the form's field: ``quellen[1].titel`` is ``quellen.1.titel``."""
    table: dict[str, list[Finding]] = {}
    for finding in findings:
        key = finding.key
        if entry is not None:
            key = key.removeprefix(f"[{entry}]").removeprefix(".")
        table.setdefault(re.sub(r"\[(\d+)\]", r".\1", key), []).append(finding)
    return table


def _widget(one: Field, value: Any, name: str, choices: Choices, findings: Mapping[str, Sequence[Finding]]) -> Widget:
    shape = one.shape
    common: dict[str, Any] = {
        "name": name, "label": label_of(one.name), "help": one.description, "required": one.required,
        "unknown": shape.unknown, "findings": tuple(findings.get(name, ())),
    }  # fmt: skip
    if not _fits(shape, value):
        return Widget("fixed", value=value, **common)
    if shape.form in (Form.BLOCK, Form.LIST, Form.MAPPING):
        return _compound(shape, value, choices, findings, common)
    return _scalar(shape, "" if value is None else str(value), choices, common)


def _fits(shape: Shape, value: Any) -> bool:
    """Say whether a form can show what stands in the file; what it cannot show it leaves alone."""
    if value is None or (shape.unknown and value == UNKNOWN):
        return True
    if shape.form is Form.LIST:
        assert shape.item
        return isinstance(value, list) and all(item is not None and _fits(shape.item, item) for item in value)
    if shape.form is Form.MAPPING:
        assert shape.item
        return isinstance(value, dict) and all(_fits(shape.item, item) for item in value.values())
    if shape.form is Form.BLOCK:
        assert shape.block
        table = {one.name: one.shape for one in fields_of(shape.block)}
        return isinstance(value, dict) and all(key in table and _fits(table[key], item) for key, item in value.items())
    return isinstance(value, str)


def _scalar(shape: Shape, value: str, choices: Choices, common: dict[str, Any]) -> Widget:
    value = value.rstrip("\n")
    extra = ((UNKNOWN, UNKNOWN),) if shape.unknown else ()
    if shape.form is Form.TRUTH:
        return Widget("select", value=value, options=(*extra, ("ja", "ja"), ("nein", "nein")), **common)
    if shape.form is Form.CHOICE:
        return Widget("select", value=value, options=(*extra, *((word, word) for word in shape.choices)), **common)
    if shape.form is Form.REFERENCE:
        options = choices.of(shape.kind)
        if shape.kind != "*" and len(options) <= FEW:
            known = {word for word, _ in options} | {UNKNOWN, ""}
            odd = () if value in known else ((value, f"{value} (gibt es nicht)"),)
            return Widget("select", value=value, options=(*extra, *odd, *options), **common)
        return Widget("text", value=value, choices=choices.search(shape.kind), **common)
    if shape.form is Form.MARKDOWN:
        return Widget("area", value=value, rows=14, **common)
    long = len(value) > _LONG or "\n" in value or (shape.max_length or 0) > 300
    return Widget("area" if long else "text", value=value, rows=max(2, min(8, len(value) // 70 + 1)), **common)


def _compound(
    shape: Shape, value: Any, choices: Choices, findings: Mapping[str, Sequence[Finding]], common: dict[str, Any]
) -> Widget:
    name = common["name"]
    state = UNKNOWN if value == UNKNOWN and value is not None else ("angaben" if value else "")
    if shape.form is Form.BLOCK:
        assert shape.block
        parts = _parts(fields_of(shape.block), {} if value in (None, UNKNOWN) else value, name, choices, findings)
        return Widget("group", state=state, parts=parts, **common)
    item = shape.item
    assert item
    if shape.form is Form.MAPPING:
        return Widget("groups", state=state, parts=_mapping(item, value or {}, name, choices, findings), **common)
    items = [] if value in (None, UNKNOWN) else value
    if item.form is Form.BLOCK:
        assert item.block
        rows = [
            _row(item.block, one, f"{name}.{number}", choices, findings, blank=number == len(items))
            for number, one in enumerate([*items, {}])
        ]
        return Widget("groups", state=state, parts=tuple(rows), **common)
    if item.form is Form.REFERENCE:
        options = choices.of(item.kind)
        if len(options) <= FEW:
            odd = tuple((one, f"{one} (gibt es nicht)") for one in items if one not in dict(options))
            return Widget("checks", state=state, value=list(items), options=(*options, *odd), **common)
        search = choices.search(item.kind)
        return Widget("rows", state=state, value=[*items, "", ""], choices=search, **common)
    text = UNKNOWN if value == UNKNOWN else "\n".join(" ".join(str(one).split()) for one in items)
    return Widget("lines", value=text, rows=max(3, len(items) + 1), **common)


def _parts(
    fields: Iterable[Field], data: Mapping[str, Any], name: str, choices: Choices,
    findings: Mapping[str, Sequence[Finding]],
) -> tuple[Widget, ...]:  # fmt: skip
    return tuple(_widget(one, data.get(one.name), f"{name}.{one.name}", choices, findings) for one in fields)


def _row(
    block: Any, data: Mapping[str, Any], name: str, choices: Choices, findings: Mapping[str, Sequence[Finding]],
    *, blank: bool,
) -> Widget:  # fmt: skip
    parts = _parts(fields_of(block), data, name, choices, findings)
    title = next((str(data[key]) for key in ("titel", "name", "text", "rolle", "kommune", "ziel") if data.get(key)), "")
    own = tuple(findings.get(name, ()))
    return Widget("row", name, title or "Weiterer Eintrag", parts=parts, blank=blank, findings=own)


def _mapping(
    item: Shape, items: Mapping[str, Any], name: str, choices: Choices, findings: Mapping[str, Sequence[Finding]]
) -> tuple[Widget, ...]:
    assert item.block
    rows = []
    for number, (key, data) in enumerate([*items.items(), ("", {})]):
        renamed = {
            found.replace(f"{name}.{key}", f"{name}.{number}", 1): list_ for found, list_ in findings.items() if key
        }
        row = _row(item.block, data, f"{name}.{number}", choices, renamed, blank=not key)
        which = Widget("text", f"{name}.{number}.{KEY}", "Feld", "Name des Feldes, um das es geht.", value=key)
        rows.append(Widget("row", row.name, key or row.label, parts=(which, *row.parts), blank=not key))
    return tuple(rows)


def _value(shape: Shape, name: str, sent: Sent) -> Any:
    """Return the plain data of one field, None where nothing was entered."""
    if shape.form not in (Form.BLOCK, Form.LIST, Form.MAPPING):
        return _one(sent, name) or None
    state = _one(sent, f"{name}.{STATE}")
    if state != _one(sent, f"{name}.{BEFORE}") and state != "angaben":
        return state or None  # the editor chose so
    value = _content(shape, name, sent)
    return value if value is not None or state != UNKNOWN else UNKNOWN


def _content(shape: Shape, name: str, sent: Sent) -> Any:
    if shape.form is Form.BLOCK:
        return _block(shape, name, sent)
    if shape.form is Form.LIST:
        return _list(shape, name, sent)
    assert shape.item
    rows = {
        _one(sent, f"{name}.{row}.{KEY}"): _row_value(shape.item, f"{name}.{row}", sent) for row in _rows(name, sent)
    }
    return {key: value for key, value in rows.items() if key and value} or None


def _list(shape: Shape, name: str, sent: Sent) -> Any:
    assert shape.item
    if shape.item.form is Form.BLOCK:
        found = [_row_value(shape.item, f"{name}.{row}", sent) for row in _rows(name, sent)]
        return [one for one in found if one] or None
    if shape.item.form is Form.REFERENCE:
        return [text for one in sent.get(name, ()) if (text := one.strip())] or None
    lines = [line.strip() for line in _one(sent, name).split("\n") if line.strip()]
    return UNKNOWN if shape.unknown and lines == [UNKNOWN] else lines or None


def _row_value(shape: Shape, name: str, sent: Sent) -> dict[str, Any] | None:
    return None if _one(sent, f"{name}.{REMOVE}") else _block(shape, name, sent)


def _block(shape: Shape, name: str, sent: Sent) -> dict[str, Any] | None:
    assert shape.block
    found = {one.name: _value(one.shape, f"{name}.{one.name}", sent) for one in fields_of(shape.block)}
    return {key: value for key, value in found.items() if value is not None} or None


def _rows(name: str, sent: Sent) -> list[int]:
    pattern = re.compile(re.escape(name) + r"\.(\d{1,4})\.")
    return sorted({int(match[1]) for key in sent if (match := pattern.match(key))})


def _one(sent: Sent, name: str) -> str:
    values = sent.get(name, ())
    return values[0].replace("\r\n", "\n").strip() if values else ""
