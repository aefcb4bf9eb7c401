"""Start a record: which fields to fill, a commented file with the rest, in the right place, never over another one.

Takes a kind and plain values (text, lists, dicts, as they stand in YAML), returns the text of the file and writes it.
It asks nothing and prints nothing; the questions are ``workbench.questions``, which calls the same functions as
``--set`` does. What is optional stands in the file switched off, each with its sentence from the model, so that an
editor needs no second window.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from schule.project import Project
from schule.records import explain
from schule.records.base import Record
from schule.records.examples import placeholder
from schule.records.fields import Field, Form, Shape, fields_of
from schule.records.kinds import PAGES, Kind
from schule.records.schema import schema_file
from schule.records.suggest import closest
from schule.records.values import UNKNOWN
from schule.records.yaml_text import to_yaml
from schule.writing import part_of

_WORDS = {"biografien": "biografie"}
_FIRST = ("titel", "kurzbeschreibung", "beschreibung")
_COMMON = tuple(name for name in Record.model_fields if name not in _FIRST)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 60
_HEAD = (
    "## {kind}. Zeilen mit „##“ erklären. Zeilen mit „#“ sind Felder, die noch nicht gelten:",
    "## Zeichen und Leerzeichen am Anfang löschen und ausfüllen, oder die Zeile ganz löschen.",
)


class NewRecordError(Exception):
    """The record cannot be started; the message is for the editor, in German."""


def words() -> dict[str, Kind]:
    """Return the kinds with a page by the word that an editor types: ``leitfaden``, ``veranstaltung`` …"""
    return {_WORDS.get(kind.name, slug_of(kind.singular)): kind for kind in PAGES.values()}


def slug_of(title: str) -> str:
    """Return a file name for a title: umlauts written out, hyphens between words, cut at a word."""
    text = unicodedata.normalize("NFC", title.replace("&", " und "))
    plain = "".join(char if char in "äöüÄÖÜß" else unicodedata.normalize("NFKD", char)[0] for char in text)
    slug = explain.slug_of(plain)
    while len(slug) > _SLUG_LENGTH and "-" in slug:
        slug = slug.rpartition("-")[0]
    return slug


def proposed_slug(kind: Kind, values: Mapping[str, Any]) -> str:
    """Return a file name for the record; events carry their year, because they come again."""
    slug = slug_of(str(values.get("titel", "")))
    year = re.match(r"\d{4}", str(values.get("beginn", "")))
    return (
        f"{slug}-{year.group()}"
        if kind.name == "veranstaltungen" and year and not slug.endswith(year.group())
        else slug
    )


def ordered_fields(kind: Kind) -> tuple[Field, ...]:
    """Return the fields as they stand in a file: title and text, what is special to the kind, what all records have."""
    table = {field.name: field for field in fields_of(kind.model) if not (kind.markdown and field.name == "text")}
    own = [name for name in table if name not in (*_FIRST, *_COMMON)]
    return tuple(table[name] for name in (*_FIRST, *own, *_COMMON))


def default_values(kind: Kind, today: dt.date) -> dict[str, Any]:
    """Return what needs no question: compared today, to be looked at again in a year, a guide's first version."""
    again = today.replace(year=today.year + 1, day=min(today.day, 28))
    values = {"stand": today.isoformat(), "pruefen_bis": again.isoformat(), "version": "1.0"}
    return {name: value for name, value in values.items() if name in kind.model.model_fields}


def assign(kind: Kind, values: dict[str, Any], key: str, text: str) -> None:
    """Set a value as ``--set KEY=VALUE`` says; ``einwohner.wert`` reaches into a block. Raises NewRecordError."""
    *path, last = key.split(".")
    model: Any = kind.model
    target = values
    for name in path:
        block = _field(model, name).shape.block
        if block is None:
            raise NewRecordError(f"„{name}“ hat keine eigenen Felder.")
        inner = target.setdefault(name, {})
        target = inner if isinstance(inner, dict) else target.setdefault(name, {})
        model = block
    target[last] = parse_value(_field(model, last).shape, text)


def parse_value(shape: Shape, text: str) -> Any:
    """Read a typed value: lists by comma or in brackets, blocks in braces, everything else as it is."""
    text = text.strip()
    if shape.unknown and text == UNKNOWN:
        return UNKNOWN
    if shape.form in (Form.LIST, Form.BLOCK, Form.MAPPING) and text[:1] in ("[", "{"):
        try:
            return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and dicts only
        except yaml.YAMLError as error:
            raise NewRecordError(f"„{text}“ lässt sich nicht lesen: Klammer oder Anführungszeichen fehlt.") from error
    if shape.form is Form.LIST:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def missing_fields(kind: Kind, values: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the required fields that have no value yet, in the order of the file."""
    return tuple(field for field in ordered_fields(kind) if field.required and field.name not in values)


def name_fault(slug: str) -> str:
    """Say what is wrong with a file name, in German; empty where nothing is."""
    if _SLUG.fullmatch(slug):
        return ""
    return f"„{slug}“ ist kein Dateiname: nur Kleinbuchstaben, Ziffern und Bindestriche, ohne Endung."


def target_path(kind: Kind, slug: str, values: Mapping[str, Any]) -> str:
    """Return where a new record belongs, relative to the project's root. Raises NewRecordError."""
    folders = [str(values.get("kreis", UNKNOWN))] if kind.name == "kommunen" else []
    for name in (slug, *folders):
        if fault := name_fault(name):
            raise NewRecordError(fault)
    return "/".join([kind.place, *folders, f"{slug}{'.md' if kind.markdown else '.yml'}"])


def render_record(kind: Kind, path: str, values: Mapping[str, Any], body: str = "") -> str:
    """Return the text of a new file; ``body`` is what stands below the head of a guide."""
    blocks = [_introduction(kind, path), *_entries(kind, values)]
    text = "\n".join(blocks)
    return f"---\n{text}---\n\n{body}" if kind.markdown else text


def write_new(project: Project, path: str, text: str) -> Path:
    """Write the file; nothing is overwritten, and nothing is left behind when it fails. Raises NewRecordError."""
    target = project.root / path
    made = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(target)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        _give_name(part, target)
    except FileExistsError as error:
        raise NewRecordError(f"„{path}“ gibt es schon. Wählen Sie mit --name einen anderen Dateinamen.") from error
    except OSError as error:
        raise NewRecordError(f"„{path}“ lässt sich nicht anlegen: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
        for folder in made if not target.exists() else ():
            folder.rmdir()
    return target


def _give_name(part: Path, target: Path) -> None:
    """Give a finished file its name, unless there is a file of that name; whoever is killed meanwhile leaves no half of it."""
    if os.name == "nt":  # renaming never replaces a file there
        part.rename(target)
        return
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a drive without links
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(part.read_text(encoding="utf-8"))


def modeline(kind: Kind, path: str) -> str:
    """Return the comment by which any yaml-language-server finds the schema of a file."""
    up = "/".join([".."] * path.count("/"))
    return f"# yaml-language-server: $schema={up}/.cache/schema/{schema_file(kind)}"


def _introduction(kind: Kind, path: str) -> str:
    lines = [] if kind.markdown else [modeline(kind, path)]
    return "\n".join([*lines, *(line.format(kind=kind.singular) for line in _HEAD), ""])


def _entries(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    for field in ordered_fields(kind):
        if field.name == "weiterleitungen" and field.name not in values:
            continue
        text = f"## {field.description}\n"
        if field.name in values:
            yield text + to_yaml({field.name: values[field.name]})
        else:
            example = to_yaml({field.name: placeholder(replace(field.shape, unknown=False))})
            yield text + "".join(f"# {line}\n" for line in example.splitlines())


def _field(model: Any, name: str) -> Field:
    table = {field.name: field for field in fields_of(model)}
    if name not in table:
        near = closest(name, table)
        hint = f" Meinten Sie „{near}“?" if near else f" Es gibt: {', '.join(table)}."
        raise NewRecordError(f"Das Feld „{name}“ gibt es hier nicht.{hint}")
    return table[name]
