"""Read a YAML document that holds nothing remarkable: text in, plain data out, no positions.

Nearly every file is such a document, and nobody asks where its values stand. This pass over the parser's events takes
half the time of ``YamlReader``. It judges nothing: wherever the careful reader would have a finding, an alias or a limit to
look at, it gives None and the caller reads the text again with positions. Where it gives data, both give the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from schule.records.yaml_reader import CONTROL, MAX_DEPTH, MAX_SCALAR, MAX_VALUES, NULLS


class _RemarkableError(Exception):
    """Something that the careful reader has to look at."""


def read_plain(text: str) -> Any:
    """Return the data of a document, or None where the careful reader has to look at it."""
    if len(text) > MAX_VALUES:  # every value takes at least one character
        return None
    try:
        return _read(text)
    except (yaml.YAMLError, _RemarkableError):
        return None


def _read(text: str) -> Any:
    documents: list[Any] = []
    stack: list[Any] = []
    container: Any = documents
    key: str | None = None
    events: Iterator[Any] = iter(yaml.CSafeLoader(text).get_event, None)
    for event in events:
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            if type(container) is dict and key is None:
                key = _name(event, value, container)
                continue
            if event.anchor or event.tag or container is documents or not _is_plain(event.style, value):
                raise _RemarkableError
            if key is None:
                container.append(value)
            else:
                container[key], key = value, None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag or len(stack) >= MAX_DEPTH:
                raise _RemarkableError
            stack.append(container)
            container, key = _opened({} if kind is MappingStartEvent else [], container, key), None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if not container:
                raise _RemarkableError
            container = stack.pop()
        elif kind is AliasEvent:
            raise _RemarkableError
    return documents[0] if len(documents) == 1 else None


def _name(event: Any, name: str, block: dict[str, Any]) -> str:
    if event.anchor or event.tag or name in block or not name.strip():
        raise _RemarkableError
    return name


def _is_plain(style: str | None, value: str) -> bool:
    """Say whether a scalar is a value that the careful reader takes without a word."""
    if len(value) > MAX_SCALAR or not value.strip():
        return False
    return not (style == '"' and CONTROL.search(value)) if style else value not in NULLS


def _opened(fresh: Any, container: Any, key: str | None) -> Any:
    if type(container) is list:
        container.append(fresh)
    elif key is None:  # a block as the name of a field
        raise _RemarkableError
    else:
        container[key] = fresh
    return fresh
