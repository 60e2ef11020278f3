"""The methods of named tuples: ``pair._replace(book=book)``, ``pair._asdict()``, ``Pair._make(row)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import TupleType, get_proper_type

from aobjects_mypy.interpreter import known_keys
from aobjects_mypy.syntax import named_tuples
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Argument, Call


def call(interpreter: Interpreter, base: Type | None, name: str, call: Call) -> Type | None:
    """Return what the method of a named tuple gives, or that of its class; ``None`` where it is no such."""
    members = instances.items(base)
    if len(members) != 1 or call.has_unpacking:
        return None
    if name == "_make":
        made = declared.instance_of_class(members[0])
        given = _items(interpreter, call.positional[0]) if call.positional else ()
        if not isinstance(made, TupleType) or len(given) != len(made.items):
            return None
        held = [instances.overlay(item, value) or item for item, value in zip(made.items, given, strict=True)]
        return made.copy_modified(items=held)
    value = members[0]
    if not isinstance(value, TupleType) or not named_tuples.fields(value):
        return None
    if name == "_replace":
        return named_tuples.construct(value, call)
    return _as_dict(interpreter, value, call) if name == "_asdict" else None


def _items(interpreter: Interpreter, argument: Argument) -> Sequence[Type | None]:
    if isinstance(argument.expr, (nodes.ListExpr, nodes.TupleExpr)):
        return [interpreter.displayed.get(item) for item in argument.expr.items]
    proper = get_proper_type(argument.value) if argument.value is not None else None
    return proper.items if isinstance(proper, TupleType) else ()


def _as_dict(interpreter: Interpreter, value: TupleType, call: Call) -> Type | None:
    record = known_keys.NOTHING
    for name, item in zip(named_tuples.fields(value), value.items, strict=False):
        record = known_keys.put(record, name, item)
    return known_keys.with_items(interpreter, interpreter.dict_of(), record, call.node)
