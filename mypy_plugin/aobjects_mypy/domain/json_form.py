"""The JSON form of a value of the domain, derived from its fields: what a class has, mypy's cache keeps."""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")
_Reader = Callable[[Any], Any]


def write(value: object) -> Any:
    """Return a value as JSON; a field that has its default is left out."""
    if dataclasses.is_dataclass(value):
        defaults = _defaults(value.__class__)
        return {
            name: write(held)
            for name in defaults
            if (held := getattr(value, name)) != defaults[name] or defaults[name] is dataclasses.MISSING
        }
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(map(write, value))
    if isinstance(value, tuple):
        return [write(item) for item in value]
    if isinstance(value, Mapping):
        return [[write(key), write(held)] for key, held in value.items()]
    return value


def read(kind: type[_Value], data: Any) -> _Value:
    """Return the value of this class that ``write`` wrote."""
    return cast("_Value", _reader(cast("Any", kind))(data))


@functools.cache
def _defaults(kind: Any) -> dict[str, object]:
    return {
        field.name: field.default_factory() if callable(field.default_factory) else field.default
        for field in dataclasses.fields(kind)
        if field.init
    }


@functools.cache
def _reader(kind: Any) -> _Reader:
    arguments = typing.get_args(kind)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        [inner] = [_reader(argument) for argument in arguments if argument is not types.NoneType]
        return lambda data: None if data is None else inner(data)
    if origin is frozenset:
        member = _reader(arguments[0])
        return lambda data: frozenset(map(member, data))
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is Mapping:
        key, held = map(_reader, arguments)
        return lambda data: {key(name): held(value) for name, value in data}
    if dataclasses.is_dataclass(kind):
        return lambda data: _read_fields(kind, data)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    return lambda data: data


def _tuple_reader(arguments: tuple[Any, ...]) -> _Reader:
    if arguments[-1] is Ellipsis:
        member = _reader(arguments[0])
        return lambda data: tuple(map(member, data))
    members = [_reader(argument) for argument in arguments]
    return lambda data: tuple(read(item) for read, item in zip(members, data, strict=True))


def _read_fields(kind: Any, data: dict[str, Any]) -> Any:
    readers = _field_readers(kind)
    return kind(**{name: readers[name](value) for name, value in data.items()})


@functools.cache
def _field_readers(kind: Any) -> dict[str, _Reader]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}
