"""Make the best of a faulty record: what is left of it when its faults are cut out.

A record with a fault is no record, and nothing is built from it. But the editor wants to see all of its faults at
once, those against other records too (a reference to nothing, a title used twice). So the faulty places are removed,
required fields may be missing, and the rest is a draft which the checks read like a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, create_model

from schule.records.yaml_source import Location

_ROUNDS = 50
Moved = Mapping[Location, tuple[int, ...]]


def draft_of(
    model: type[BaseModel], data: dict[str, Any], faulty: Iterable[Location]
) -> tuple[BaseModel | None, Moved]:
    """Return what is left of a record without its faulty places (relative to it), and where lists lost entries.

    In the draft a required field may be None. The second value gives for a list the places that its entries had.
    """
    kept: dict[int, list[int]] = {}
    rest = _copy(data, kept)
    _remove(rest, faulty, kept)
    for _ in range(_ROUNDS):
        try:
            draft = _lenient(model).model_validate(rest)
        except ValidationError as error:
            places = [
                tuple(fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"])
                for fault in error.errors(include_url=False, include_context=False, include_input=False)
            ]
            if not _remove(rest, places, kept):
                return None, {}
            continue
        return draft, dict(_moved(rest, (), kept))
    return None, {}


def original_location(location: Location, moved: Moved) -> Location:
    """Return where something that stands at ``location`` of a draft stands in the file."""
    if not moved:
        return location
    original: list[str | int] = []
    for depth, part in enumerate(location):
        indices = moved.get(location[:depth])
        original.append(indices[part] if indices is not None and isinstance(part, int) else part)
    return tuple(original)


@cache
def _lenient(model: type[BaseModel]) -> type[BaseModel]:
    """Return the model with no field required."""
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if info.is_required():
            inner: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
            fields[name] = (inner | None, Field(default=None))
    return create_model(f"{model.__name__}Draft", __base__=model, **fields)


def _copy(value: Any, kept: dict[int, list[int]]) -> Any:
    """Copy data so that every list and block is an object of its own (aliases share them)."""
    if isinstance(value, dict):
        return {name: _copy(inner, kept) for name, inner in value.items()}
    if isinstance(value, list):
        copied = [_copy(inner, kept) for inner in value]
        kept[id(copied)] = list(range(len(copied)))
        return copied
    return value


def _remove(data: Any, places: Iterable[Location], kept: dict[int, list[int]]) -> bool:
    """Remove what stands at the places; say whether there was anything."""
    blocks: dict[int, tuple[dict[str, Any], set[str]]] = {}
    lists: dict[int, tuple[list[Any], set[int]]] = {}
    for place in places:
        holder, part = _holder(data, place)
        if isinstance(holder, dict) and isinstance(part, str):
            blocks.setdefault(id(holder), (holder, set()))[1].add(part)
        elif isinstance(holder, list) and isinstance(part, int):
            lists.setdefault(id(holder), (holder, set()))[1].add(part)
    for block, names in blocks.values():
        for name in names:
            del block[name]
    for entries, indices in lists.values():
        for index in sorted(indices, reverse=True):
            del entries[index]
            del kept[id(entries)][index]
    return bool(blocks or lists)


def _holder(data: Any, place: Location) -> tuple[Any, str | int | None]:
    """Return the block or list that holds a place, and the last part of the place that exists."""
    holder, last = None, None
    for part in place:
        inside = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if not inside:
            break
        holder, last, data = data, part, data[part]
    return holder, last


def _moved(value: Any, location: Location, kept: dict[int, list[int]]) -> Iterable[tuple[Location, tuple[int, ...]]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _moved(inner, (*location, name), kept)
    elif isinstance(value, list):
        indices = kept[id(value)]
        if indices != list(range(len(value))):
            yield location, tuple(indices)
        for index, inner in enumerate(value):
            yield from _moved(inner, (*location, index), kept)
