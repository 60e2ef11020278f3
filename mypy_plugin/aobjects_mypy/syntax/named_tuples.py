"""The items of a named tuple, by the names that its class gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import TupleType, Type

    from aobjects_mypy.syntax.call import Call


def construct(result: TupleType, call: Call) -> Type:
    """Return ``result`` with what ``Class(...)`` was given."""
    fields = _fields(result)
    items = list(result.items)
    for position, argument in enumerate(call.arguments):
        place = fields.index(argument.name) if argument.name in fields else position
        if fields and place < len(items):
            items[place] = instances.overlay(items[place], argument.value) or items[place]
    return result.copy_modified(items=items)


def _fields(value: TupleType) -> list[str]:
    fields: list[str] = value.partial_fallback.type.metadata.get("namedtuple", {}).get("fields", [])
    return fields


def attribute(value: TupleType, name: str, result: Type | None) -> Type | None:
    fields = _fields(value)
    return instances.overlay(result, value.items[fields.index(name)]) if name in fields else result
