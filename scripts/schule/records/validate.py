"""Turn one parsed file into records, and pydantic's errors into findings with line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from schule.findings import RULES, Finding, Span, severity_of
from schule.records.base import Entry, Record
from schule.records.suggest import closest
from schule.records.yaml_source import Location, Source, format_key

_TYPES = {
    "string_type": "ein Text",
    "list_type": "eine Liste (jede Zeile beginnt mit „- “)",
    "dict_type": "ein Block mit Feldern",
    "model_type": "ein Block mit Feldern",
    "model_attributes_type": "ein Block mit Feldern",
    "int_parsing": "eine ganze Zahl",
    "float_parsing": "eine Zahl",
    "float_type": "eine Zahl",
    "int_type": "eine ganze Zahl",
    "bool_parsing": "„ja“ oder „nein“",
    "date_type": "ein Datum",
}


def validate_record(
    source: Source, model: type[Record], *, extra: Mapping[str, Any] | None = None
) -> tuple[Record | None, tuple[Finding, ...]]:
    """Validate a file that is one record; ``extra`` adds values that stand elsewhere in the file (a guide's text)."""
    if not _has_data(source):
        return None, _empty(source)
    if not isinstance(source.data, dict):
        return None, (
            _finding(
                source, (), "typ-falsch", "Hier wird ein Datensatz mit Feldern erwartet.", "Schreiben Sie „feld: Wert“."
            ),
        )
    record, findings = _validate(source, model, source.data, (), extra or {})
    assert record is None or isinstance(record, Record)
    return record, findings


def validate_list(source: Source, model: type[Entry]) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Validate a file that is a list of entries; faulty entries are left out, each fault is a finding."""
    if not _has_data(source):
        return (), _empty(source)
    if not isinstance(source.data, list):
        return (), (
            _finding(
                source,
                (),
                "typ-falsch",
                "Hier wird eine Liste erwartet.",
                "Beginnen Sie jeden Eintrag mit „- slug: …“.",
            ),
        )
    entries: list[Entry] = []
    findings: list[Finding] = []
    for index, data in enumerate(source.data):
        if not isinstance(data, dict):
            findings.append(
                _finding(
                    source,
                    (index,),
                    "typ-falsch",
                    "Hier wird ein Eintrag mit Feldern erwartet.",
                    "Schreiben Sie „- slug: …“.",
                )
            )
            continue
        entry, faults = _validate(source, model, data, (index,), {})
        findings.extend(faults)
        if isinstance(entry, Entry):
            entries.append(entry)
    return tuple(entries), tuple(findings)


def _has_data(source: Source) -> bool:
    return source.data is not None and source.data not in ({}, [], "")


def _empty(source: Source) -> tuple[Finding, ...]:
    if any(finding.severity == "fehler" for finding in source.findings):
        return ()
    return (
        _finding(
            source, (), "datei-leer", "Die Datei enthält keinen Datensatz.", "Füllen Sie sie aus oder löschen Sie sie."
        ),
    )


def _validate(
    source: Source, model: type[BaseModel], data: dict[str, Any], base: Location, extra: Mapping[str, Any]
) -> tuple[BaseModel | None, tuple[Finding, ...]]:
    try:
        return model.model_validate({**data, **extra}), ()
    except ValidationError as error:
        findings = []
        for fault in error.errors(include_url=False):
            finding = _translate(source, model, fault, base)
            if finding is not None:
                findings.append(finding)
        return None, tuple(findings)


def _translate(source: Source, model: type[BaseModel], fault: Any, base: Location) -> Finding | None:
    location: Location = (*base, *fault["loc"])
    if any(location[: len(broken)] == broken for broken in source.broken):
        return None  # the reader of the file has said what is wrong here
    kind: str = fault["type"]
    context: Mapping[str, Any] = fault.get("ctx") or {}
    if kind in RULES:
        return _finding(source, location, kind, fault["msg"], str(context.get("hilfe", "")))
    if kind == "missing":
        return _missing(source, model, location, base)
    if kind == "extra_forbidden":
        return _unknown_field(source, model, location, base)
    if kind == "literal_error":
        return _outside(source, location, fault)
    if kind in _TYPES or kind.endswith(("_type", "_parsing")):
        return _finding(
            source,
            location,
            "typ-falsch",
            f"Hier steht {_what(fault['input'])}, erwartet wird {_TYPES.get(kind, 'etwas anderes')}.",
            "Vergleichen Sie das Feld mit dem Beispiel im Handbuch.",
        )
    return _finding(source, location, "wert-ungueltig", *_constraint(kind, context, fault["input"]))


def _missing(source: Source, model: type[BaseModel], location: Location, base: Location) -> Finding:
    name = str(location[-1])
    holder = _model_at(model, location[len(base) : -1])
    field = holder.model_fields.get(name) if holder else None
    about = f" {field.description}" if field and field.description else ""
    return _finding(
        source,
        location[:-1],
        "feld-fehlt",
        f"Das Feld „{name}“ fehlt.",
        f"Ergänzen Sie „{name}: …“.{about}",
        key=location,
    )


def _unknown_field(source: Source, model: type[BaseModel], location: Location, base: Location) -> Finding:
    name = str(location[-1])
    holder = _model_at(model, location[len(base) : -1])
    near = closest(name, holder.model_fields) if holder else None
    if near:
        hint = f"Meinten Sie „{near}“?"
    elif holder:
        hint = "Erlaubt sind: " + ", ".join(holder.model_fields) + "."
    else:
        hint = "Löschen Sie die Zeile."
    return _finding(source, location, "feld-unbekannt", f"Das Feld „{name}“ gibt es hier nicht.", hint, at_key=True)


def _outside(source: Source, location: Location, fault: Any) -> Finding:
    expected = str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    choices = [choice.strip() for choice in expected.split(",")]
    near = closest(str(fault["input"]), choices)
    hint = (f"Meinten Sie „{near}“? " if near else "") + "Erlaubt sind: " + ", ".join(choices) + "."
    return _finding(source, location, "wert-ausserhalb", f"„{fault['input']}“ ist hier nicht vorgesehen.", hint)


def _constraint(kind: str, context: Mapping[str, Any], value: Any) -> tuple[str, str]:
    if kind == "string_too_long":
        return f"Der Text hat {len(value)} Zeichen.", f"Kürzen Sie ihn auf höchstens {context['max_length']} Zeichen."
    if kind == "too_short":
        return "Die Liste hat zu wenige Einträge.", f"Es müssen mindestens {context['min_length']} sein."
    if kind == "string_pattern_mismatch":
        return (
            f"„{value}“ hat nicht die richtige Form.",
            "Erlaubt sind Kleinbuchstaben, Ziffern und Bindestriche (bei Farben #rrggbb).",
        )
    limits = {
        "greater_than": ("gt", "größer als"),
        "greater_than_equal": ("ge", "mindestens"),
        "less_than": ("lt", "kleiner als"),
        "less_than_equal": ("le", "höchstens"),
    }
    if kind in limits:
        name, word = limits[kind]
        return f"Der Wert {value} passt nicht.", f"Er muss {word} {context[name]} sein."
    return f"Der Wert „{value}“ passt nicht.", "Vergleichen Sie das Feld mit dem Beispiel im Handbuch."


def _what(value: Any) -> str:
    if isinstance(value, list):
        return "eine Liste"
    if isinstance(value, dict):
        return "ein Block mit Feldern"
    return f"der Text „{value}“" if len(str(value)) < 60 else "ein Text"


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """Return the model of the block at a location inside ``model``."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(part)
        if field is None:
            # A key of a mapping such as ``belege``: the block keeps the mapping's value model.
            continue
        current = inner_model(field.annotation, field.metadata)
    return current


def inner_model(annotation: Any, metadata: Any = ()) -> type[BaseModel] | None:
    """Return the block model inside an annotation (list, mapping, optional, or-unknown), if there is one."""
    for item in (annotation, *metadata, *getattr(annotation, "__metadata__", ())):
        inner = getattr(item, "inner", None)
        if inner is not None:
            return inner_model(inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = inner_model(argument)
        if found is not None:
            return found
    return None


def _finding(
    source: Source,
    location: Location,
    rule: str,
    message: str,
    hint: str,
    *,
    at_key: bool = False,
    key: Location | None = None,
) -> Finding:
    span: Span = source.span(location, key=at_key or rule == "feld-fehlt")
    return Finding(
        source.path, span, rule, severity_of(rule), format_key(location if key is None else key), message, hint
    )
