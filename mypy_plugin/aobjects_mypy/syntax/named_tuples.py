"""The items of a named tuple, by the names that its class gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import TupleType, Type

    from aobjects_mypy.syntax.call import Call


def construct(result: TupleType, call: Call) -> Type:
    """Return ``result`` with what ``Class(...)`` was given."""
    own = fields(result)
    items = list(result.items)
    for position, argument in enumerate(call.arguments):
        place = own.index(argument.name) if argument.name in own else position
        if own and place < len(items):
            items[place] = instances.overlay(items[place], argument.value) or items[place]
    return result.copy_modified(items=items)


def fields(value: TupleType) -> list[str]:
    """Return the names of the items."""
    found: list[str] = value.partial_fallback.type.metadata.get("namedtuple", {}).get("fields", [])
    return found


def attribute(value: TupleType, name: str, result: Type | None) -> Type | None:
    own = fields(value)
    return instances.overlay(result, value.items[own.index(name)]) if name in own else result
