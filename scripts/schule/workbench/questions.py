"""Ask for what a new record requires, field by field, in German, and check each answer at once.

Takes the fields without a value, the catalog for the choices and a terminal; returns plain values as they stand in
YAML. Which fields are required and what they take is the models' knowledge; nothing here names a kind or a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schule.new import parse_value
from schule.records.base import Record
from schule.records.catalog import Catalog
from schule.records.fields import Field, Form, Shape, fields_of, label_of
from schule.records.kinds import PAGES, Kind
from schule.records.validate import validate_record
from schule.records.values import UNKNOWN
from schule.records.yaml_source import Location, format_key, parse_yaml
from schule.records.yaml_text import to_yaml
from schule.workbench.terminal import Option, Terminal

_COMMA = "mehrere mit Komma getrennt"


class Interview:
    """One round of questions for a record of a kind."""

    def __init__(self, kind: Kind, catalog: Catalog, terminal: Terminal) -> None:
        self._kind, self._catalog, self._terminal = kind, catalog, terminal

    def ask(self, field: Field, path: Location = ()) -> Any:
        """Ask for one field and return its value; ``path`` is the place of the block that holds it."""
        place = (*path, field.name)
        self._terminal.explain(label_of(field.name), field.description)
        if field.shape.unknown and field.shape.innermost.block:
            return self._block_or_unknown(field.shape, field.name, place)
        return self._value(field.shape, field.name, place)

    def _block_or_unknown(self, shape: Shape, name: str, place: Location) -> Any:
        if not self._terminal.confirm(f"  Ist dazu etwas bekannt? Sonst steht dort „{UNKNOWN}“"):
            return UNKNOWN
        return self._value(shape, name, place)

    def _value(self, shape: Shape, name: str, place: Location) -> Any:
        inner = shape.innermost
        if inner.block:
            return self._blocks(shape, name, place) if shape.item else self._block(inner, place)
        options = list(self._options(inner))
        if shape.unknown and options and not shape.item:
            options.append(Option(UNKNOWN, "die Quellen sagen es nicht"))
        if options:
            chosen = self._terminal.choose(options, many=shape.item is not None, least=shape.min_items)
            return chosen if shape.item else chosen[0]
        return self._text(shape, place)

    def _text(self, shape: Shape, place: Location) -> Any:
        def fault(answer: str) -> str | None:
            return self._fault(place, parse_value(shape, answer))

        prompt = f"  {shape.innermost.form.value}" + (f", {_COMMA}" if shape.item else "")
        answer = self._terminal.text(prompt, UNKNOWN if shape.unknown else "", fault)
        return parse_value(shape, answer)

    def _block(self, shape: Shape, place: Location) -> dict[str, Any]:
        assert shape.block is not None
        fields = fields_of(shape.block)
        required = [field for field in fields if field.required] or list(fields)
        return {field.name: self.ask(field, place) for field in required}

    def _blocks(self, shape: Shape, name: str, place: Location) -> list[Any]:
        assert shape.item is not None
        found = [self._block(shape.item, (*place, 0))]
        while self._terminal.confirm(f"  Noch ein Eintrag unter „{label_of(name)}“?"):
            found.append(self._block(shape.item, (*place, 0)))
        return found

    def _options(self, shape: Shape) -> Iterator[Option]:
        if shape.form is Form.TRUTH:
            yield from (Option("ja"), Option("nein"))
        yield from (Option(choice) for choice in shape.choices)
        if shape.kind == "*":
            yield from (
                Option(f"{name}/{slug}", item.title) for name in PAGES for slug, item in self._catalog.of(name).items()
            )
        elif shape.kind:
            for slug, item in self._catalog.of(shape.kind).items():
                meant_for = getattr(item.record, "gilt_fuer", [])
                if not meant_for or self._kind.name in meant_for:
                    yield Option(slug, item.title)

    def _fault(self, place: Location, value: Any) -> str | None:
        """Say in German what is wrong with one value, by the same rules as the check."""
        nested: Any = value
        for part in reversed(place):
            nested = [nested] if isinstance(part, int) else {part: nested}
        source = parse_yaml(to_yaml(nested).encode(), "")
        assert issubclass(self._kind.model, Record)
        faults = validate_record(source, self._kind.model).findings
        key = format_key(place)
        for fault in (*source.findings, *faults):
            if fault.rule != "feld-fehlt" and (fault.key == key or fault.key.startswith((f"{key}[", f"{key}."))):
                return f"{fault.message} {fault.hint}".strip()
        return None
