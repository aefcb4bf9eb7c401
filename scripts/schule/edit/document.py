"""One record in the text of its file: read, and changed field by field.

Takes plain data (text, lists, dicts, as the reader of YAML gives it) and returns the text of the file with only those
top-level fields written anew that differ; every other line stays byte for byte. Inside a changed field ruamel.yaml keeps
comments, quotes and order. It decides nothing about the content: checking is the caller's business.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from schule.project import Project
from schule.records.frontmatter import parse_guide
from schule.records.kinds import Kind
from schule.records.yaml_source import Location, Source, parse_yaml
from schule.records.yaml_text import WIDTH, to_yaml

_FOLD_FROM = 95
_FLOW_WIDTH = 80
_LOOKS, _PAUSE = 20, 0.02  # as long an editor may take from emptying a file to writing it


class DocumentError(Exception):
    """The record cannot be edited in a form; the message is for the editor, in German."""


@dataclass(frozen=True)
class Document:
    """The text of a file and the place of one record in it: the whole file, or one entry of a list."""

    kind: Kind
    path: str
    text: str
    fingerprint: str
    source: Source
    base: Location = ()

    @property
    def data(self) -> dict[str, Any]:
        """The record's fields as plain data."""
        data = self.source.data
        for part in self.base:
            data = data[part]
        assert isinstance(data, dict)
        return data

    @property
    def body(self) -> str:
        """The text of a guide below its head."""
        return self.source.body


def read_document(project: Project, kind: Kind, path: str, slug: str) -> Document:
    """Read a record from its file. Raises DocumentError."""
    try:
        raw = settled((project.root / path).read_bytes)
    except OSError as error:
        raise DocumentError(f"„{path}“ gibt es nicht mehr oder lässt sich nicht öffnen.") from error
    return parse_document(kind, path, slug, raw)


def parse_document(kind: Kind, path: str, slug: str, raw: bytes) -> Document:
    """Return the record in the bytes of a file. Raises DocumentError where a form could not keep what stands there."""
    source = parse_guide(raw, path) if kind.markdown else parse_yaml(raw, path)
    what = "Öffnen Sie die Datei in einem Texteditor."
    if source.data is None or any(finding.rule == "schluessel-doppelt" for finding in source.findings):
        first = next(iter(source.findings), None)
        reason = f"Zeile {first.span.line}: {first.message} {first.hint}" if first else "Die Datei ist leer."
        raise DocumentError(f"„{path}“ lässt sich nicht lesen. {reason}")
    if source.origins:
        raise DocumentError(f"„{path}“ benutzt Verweise („*name“); ein Formular kann sie nicht erhalten. {what}")
    document = Document(kind, path, raw.decode("utf-8-sig"), fingerprint(raw), source, _base(source, kind, slug))
    lines = [document.source.keys[*document.base, key][0] for key in document.data]
    if len(set(lines)) != len(lines):
        raise DocumentError(f"In „{path}“ stehen mehrere Felder in einer Zeile. {what}")
    return document


def settled(content: Callable[[], bytes]) -> bytes:
    """Return what stands in a file, once whoever writes it has come to an end: an editor empties it first."""
    data = content()
    for _ in range(_LOOKS):
        if data.strip():
            break
        time.sleep(_PAUSE)
        data = content()
    return data


def fingerprint(raw: bytes) -> str:
    """Return what tells one state of a file from another."""
    return hashlib.sha256(raw).hexdigest()


def changed_fields(document: Document, values: Mapping[str, Any]) -> list[str]:
    """Return the fields of ``values`` that differ from the document; None as a value means that the field goes."""
    return [name for name, value in values.items() if not same(document.data.get(name), value)]


def same(old: Any, new: Any) -> bool:
    """Say whether two values are equal but for spaces at the ends of texts."""
    if isinstance(old, str) and isinstance(new, str):
        return old.rstrip() == new.rstrip()
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same, old, new))
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    return bool(old == new)


def write_fields(document: Document, values: Mapping[str, Any], order: Sequence[str], body: str | None = None) -> str:
    """Return the text of the file with changed fields; ``order`` says where a new field belongs."""
    newline = "\r\n" if "\r\n" in document.text else "\n"
    lines = document.text.replace("\r\n", "\n").split("\n")
    data = document.data
    for name in reversed(_by_place(document, [name for name in changed_fields(document, values) if name in data])):
        start, end = _block(document, lines, name)
        value = values[name]
        lines[start:end] = [] if value is None else _changed(lines[start:end], document, name, value)
    for name in changed_fields(document, values):
        if name not in data and values[name] is not None:
            _insert(lines, document, name, values, order)
    if body is not None and body.strip() != document.body.strip():
        first = document.source.body_line - 1 + len(lines) - len(document.text.replace("\r\n", "\n").split("\n"))
        lines[first:] = [*body.strip("\n").split("\n"), ""]
    return newline.join(lines)


def append_entry(text: str, values: Mapping[str, Any]) -> str:
    """Return the text of a list with one more entry at its end."""
    entry = to_yaml([{name: value for name, value in values.items() if value is not None}])
    if "\r\n" in text:
        return text.rstrip("\r\n") + "\r\n" + entry.replace("\n", "\r\n")
    return text.rstrip("\n") + "\n" + entry if text.strip() else entry


def _base(source: Source, kind: Kind, slug: str) -> Location:
    if isinstance(source.data, dict):
        return ()
    for index, entry in enumerate(source.data if isinstance(source.data, list) else ()):
        if isinstance(entry, dict) and entry.get("slug") == slug:
            return (index,)
    raise DocumentError(f"Den Eintrag „{slug}“ gibt es unter „{kind.plural}“ nicht mehr.")


def _by_place(document: Document, names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: document.source.keys[*document.base, name])


def _block(document: Document, lines: Sequence[str], name: str) -> tuple[int, int]:
    """Return the lines of a field, without the blank lines and comments that belong to the next one."""
    keys = document.source.keys
    start, column, _ = keys[*document.base, name]
    starts = sorted(keys[*document.base, other][0] for other in document.data)
    later = [line for line in starts if line > start]
    end = later[0] - 1 if later else _end_of_record(document, lines)
    while end > start and _is_between(lines[end - 1], column - 1):
        end -= 1
    return start - 1, end


def _is_between(line: str, indent: int) -> bool:
    text = line.lstrip(" ")
    return not text or (text.startswith("#") and len(line) - len(text) <= indent)


def _end_of_record(document: Document, lines: Sequence[str]) -> int:
    if document.base:
        index = document.base[-1]
        assert isinstance(index, int)
        following = document.source.values.get((index + 1,))
        return following[0] - 1 if following else len(document.text.replace("\r\n", "\n").split("\n"))
    if document.kind.markdown:
        return next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    return len(document.text.replace("\r\n", "\n").split("\n"))


def _insert(lines: list[str], document: Document, name: str, values: Mapping[str, Any], order: Sequence[str]) -> None:
    """Put a new field behind the nearest one that comes before it in ``order``."""
    text = "\n".join(lines)
    raw = text.encode("utf-8")
    slug = str(values.get("slug") or document.data.get("slug", ""))
    now = parse_document(document.kind, document.path, slug, raw)
    places = list(order)
    before = (
        [other for other in places[: places.index(name)] if other in now.data] if name in places else list(now.data)
    )
    indent = now.source.keys[*now.base, next(iter(now.data))][1] - 1
    _, end = _block(now, lines, before[-1]) if before else (0, _block(now, lines, next(iter(now.data)))[0])
    fresh = to_yaml({name: values[name]}).rstrip("\n").split("\n")
    lines[end:end] = [(" " * indent + line) if line else line for line in fresh]


def _changed(block: Sequence[str], document: Document, name: str, value: Any) -> list[str]:
    """Return the lines of a field with another value; comments inside it stay."""
    indent = document.source.keys[*document.base, name][1] - 1
    lead = block[0][:indent]  # spaces, or the dash of a list's entry
    plain = "\n".join([block[0][indent:], *(line[indent:] for line in block[1:])]) + "\n"
    try:
        tree = _yaml().load(plain)
        tree[name] = _merged(tree[name], value)
        out = io.StringIO()
        _yaml().dump(tree, out)
        text = out.getvalue()
    except YAMLError:
        text = to_yaml({name: value})
    fresh = text.rstrip("\n").split("\n")
    return [lead + fresh[0], *((" " * indent + line) if line else line for line in fresh[1:])]


class _TextResolver(VersionedResolver):
    """Takes every scalar as text, as the reader of the records does: ``05958004`` and ``NEIN`` stay what they are."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Return the tag of a node."""
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _merged(old: Any, new: Any) -> Any:
    """Return the new value in the form of the old one, changing as little as possible."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = _merged(old[key], value) if key in old else _fresh(value)
        return old
    if isinstance(old, list) and isinstance(new, list):
        return _merged_list(old, new)
    if isinstance(old, str) and isinstance(new, str):
        if same(old, new):
            return old
        if isinstance(old, LiteralScalarString):
            return LiteralScalarString(new.rstrip("\n") + "\n")
        if type(old) is not str and type(old).__name__.endswith("QuotedScalarString") and "\n" not in new:
            return type(old)(new)
    return _fresh(new)


def _merged_list(old: list[Any], new: list[Any]) -> Any:
    before, after = (
        [json.dumps(_plain(item), ensure_ascii=False, sort_keys=True) for item in one] for one in (old, new)
    )
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for step, first, last, start, end in reversed(steps):
        if step == "equal":
            continue
        shared = min(last - first, end - start)
        for place in range(shared):
            old[first + place] = _merged(old[first + place], new[start + place])
        for place in reversed(range(first + shared, last)):
            del old[place]
        for offset, value in enumerate(new[start + shared : end]):
            old.insert(first + shared + offset, _fresh(value))
    return old


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else str(value).rstrip()


def _fresh(value: Any) -> Any:
    if isinstance(value, Mapping):
        return CommentedMap({key: _fresh(item) for key, item in value.items()})
    if isinstance(value, list):
        items = CommentedSeq([_fresh(item) for item in value])
        if all(isinstance(item, str) for item in value) and sum(len(item) + 2 for item in value) < _FLOW_WIDTH:
            items.fa.set_flow_style()
        return items
    text = str(value)
    if "\n" in text:
        return LiteralScalarString(text.rstrip("\n") + "\n")
    return FoldedScalarString(text) if len(text) > _FOLD_FROM and " " in text else text
