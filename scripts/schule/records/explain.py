"""Say in German what is wrong with a value that pydantic refused, and what the field takes instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from schule.findings import RULES
from schule.findings.wording import quote
from schule.records.suggest import closest
from schule.records.yaml_source import Location

_TYPES = {
    "string_type": "ein Text",
    "list_type": "eine Liste",
    "dict_type": "ein Block mit Feldern",
    "model_type": "ein Block mit Feldern",
    "model_attributes_type": "ein Block mit Feldern",
}
_LIMITS = {
    "greater_than": ("gt", "größer als"),
    "greater_than_equal": ("ge", "mindestens"),
    "less_than": ("lt", "kleiner als"),
    "less_than_equal": ("le", "höchstens"),
}
_COMPARE = "Vergleichen Sie das Feld mit dem Beispiel im Handbuch."
_MANY = 12
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def what_is_wrong(model: type[BaseModel], fault: Any) -> tuple[str, str, str]:
    """Return rule, message and remedy for one error of pydantic (an unknown or missing field is not its business)."""
    kind: str = fault["type"]
    context: Mapping[str, Any] = fault.get("ctx") or {}
    value = fault["input"]
    if kind in RULES:
        return kind, str(context["meldung"]), str(context["hilfe"])
    if kind in _TYPES or (not isinstance(value, str) and kind in ("literal_error", "string_pattern_mismatch")):
        expected = _TYPES.get(kind, "ein Text")
        return "typ-falsch", f"Hier steht {_what(value)}, erwartet wird {expected}.", _how(model, fault, expected)
    if kind == "literal_error":
        return "wert-ausserhalb", f"{quote(value)} ist hier nicht vorgesehen.", _choices(model, fault, context)
    return ("wert-ungueltig", *_constraint(kind, context, value))


def unknown_field_hint(name: str, holder: type[BaseModel] | None, absent: set[str]) -> str:
    """Return the remedy for a field that does not exist: a missing one with a close name first, then any close one."""
    if holder is None:
        return "Löschen Sie die Zeile."
    names = [field for field in holder.model_fields if field not in getattr(holder, "outside", ())]
    near = closest(name, absent) or closest(name, names)
    if near:
        return f"Meinten Sie „{near}“?"
    if len(names) <= _MANY:
        return f"Erlaubt sind: {', '.join(names)}."
    return "Löschen Sie die Zeile oder sehen Sie im Handbuch nach, welche Felder es gibt."


def model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """Return the model of the block at a location inside ``model``."""
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int) or current is None:
            continue
        info = current.model_fields.get(part)
        if info is None:
            # A key of a mapping such as ``belege``: the block keeps the mapping's value model.
            continue
        current = inner_model(info.annotation, info.metadata)
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


def takes_unknown(model: type[BaseModel], location: Location) -> bool:
    """Say whether the field at a location may be ``unbekannt``."""
    holder = model_at(model, location[:-1])
    info = holder.model_fields.get(str(location[-1])) if holder and location else None
    return info is not None and any(getattr(item, "inner", None) is not None for item in info.metadata)


def _choices(model: type[BaseModel], fault: Any, context: Mapping[str, Any]) -> str:
    choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if takes_unknown(model, tuple(fault["loc"])):
        choices.append("unbekannt")
    near = closest(str(fault["input"]), choices)
    return (f"Meinten Sie „{near}“? " if near else "") + f"Erlaubt sind: {', '.join(choices)}."


def _how(model: type[BaseModel], fault: Any, expected: str) -> str:
    """Return how the field is written, as an example made of its own name."""
    name = next((part for part in reversed(fault["loc"]) if isinstance(part, str)), "feld")
    if expected == "eine Liste" and isinstance(fault["input"], str):
        return f"Schreiben Sie „{name}: [{quote(fault['input'])[1:-1]}]“ oder jeden Eintrag in eine Zeile mit „- “."
    if expected == "ein Block mit Feldern":
        inner = model_at(model, tuple(fault["loc"]))
        needed = [field for field, info in inner.model_fields.items() if info.is_required()] if inner else []
        if needed:
            return f"Schreiben Sie darunter eingerückt: {', '.join(f'{field}: …' for field in needed)}."
    if expected == "ein Text" and isinstance(fault["input"], (list, dict)):
        return "Schreiben Sie einen einfachen Text; beginnt er mit „[“ oder „{“, gehört er in Anführungszeichen."
    return _COMPARE


def _constraint(kind: str, context: Mapping[str, Any], value: Any) -> tuple[str, str]:
    if kind == "string_too_long":
        return f"Der Text hat {len(value)} Zeichen.", f"Kürzen Sie ihn auf höchstens {context['max_length']} Zeichen."
    if kind == "string_too_short":
        return "Unter dem Kopf steht kein Text.", "Schreiben Sie ihn unter die zweite Zeile „---“."
    if kind == "too_short":
        return "Die Liste hat zu wenige Einträge.", f"Es müssen mindestens {context['min_length']} sein."
    if kind == "string_pattern_mismatch":
        if "0-9a-f]{6}" in str(context.get("pattern")):
            return f"{quote(value)} ist keine Farbe.", "Schreiben Sie sie wie „#1d6b4f“, in Kleinbuchstaben."
        near = slug_of(value)
        hint = "Erlaubt sind Kleinbuchstaben ohne Umlaute, Ziffern und einfache Bindestriche."
        return f"{quote(value)} ist keine Kennung.", (f"Meinten Sie „{near}“? " if near else "") + hint
    if kind in _LIMITS:
        name, word = _LIMITS[kind]
        return f"Der Wert {quote(value)[1:-1]} passt nicht.", f"Er muss {word} {context[name]} sein."
    return f"Der Wert {quote(value)} passt nicht.", _COMPARE


def slug_of(name: str) -> str:
    """Return the nearest name that is an address: lower case, without umlauts, with single hyphens."""
    if _SLUG.fullmatch(name):
        return name
    text = unicodedata.normalize("NFC", name).lower()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, plain)
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")


def _what(value: Any) -> str:
    if isinstance(value, list):
        return "eine Liste"
    if isinstance(value, dict):
        return "ein Block mit Feldern"
    return f"der Text {quote(value)}"
