"""Find the references inside a record: every field that carries a ``Ref`` annotation, however deep.

The way through a model is worked out once per model class and then only followed, since ten thousand records are
walked at every check.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from schule.records.values import UNKNOWN, Ref
from schule.records.yaml_source import Location


class Reference(NamedTuple):
    """One reference: where it stands, to which kind, to which slug."""

    location: Location
    kind: str
    slug: str


# Adds the references in a value that stands at a location.
_Walk = Callable[[Any, Location, list[Reference]], None]


def references_of(record: BaseModel, base: Location = ()) -> list[Reference]:
    """Return the references of a record or entry in the order of its fields."""
    found: list[Reference] = []
    _walk_model(record, base, found)
    return found


def _walk_model(record: BaseModel, base: Location, found: list[Reference]) -> None:
    for name, walk in _plan(type(record)):
        value = getattr(record, name)
        if value is not None and value != UNKNOWN:
            walk(value, (*base, name), found)


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, _Walk], ...]:
    plan = []
    for name, field in model.model_fields.items():
        walk = _walk_for(field.annotation, tuple(field.metadata))
        if walk is not None:
            plan.append((name, walk))
    return tuple(plan)


def _walk_for(annotation: Any, metadata: tuple[Any, ...]) -> _Walk | None:
    if hasattr(annotation, "__metadata__"):
        return _walk_for(get_args(annotation)[0], (*metadata, *annotation.__metadata__))
    for item in metadata:
        if isinstance(item, Ref):
            return _leaf(item.kind)
    for item in metadata:
        inner = getattr(item, "inner", None)
        if inner is not None:
            return _walk_for(inner, ())
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _walk_part
    arguments = get_args(annotation)
    if get_origin(annotation) is list:
        return _sequence(_walk_for(arguments[0], ()))
    if get_origin(annotation) is dict:
        return _mapping(_walk_for(arguments[1], ()))
    for argument in arguments:
        walk = _walk_for(argument, ())
        if walk is not None:
            return walk
    return None


def _walk_part(value: Any, location: Location, found: list[Reference]) -> None:
    if isinstance(value, BaseModel):
        _walk_model(value, location, found)


def _leaf(kind: str) -> _Walk:
    def walk(value: Any, location: Location, found: list[Reference]) -> None:
        if isinstance(value, (str, int)) and value != UNKNOWN:
            found.append(Reference(location, kind, str(value)))

    return walk


def _sequence(inner: _Walk | None) -> _Walk | None:
    if inner is None:
        return None

    def walk(value: Any, location: Location, found: list[Reference]) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                inner(item, (*location, index), found)

    return walk


def _mapping(inner: _Walk | None) -> _Walk | None:
    if inner is None:
        return None

    def walk(value: Any, location: Location, found: list[Reference]) -> None:
        for key, item in value.items():
            inner(item, (*location, key), found)

    return walk
