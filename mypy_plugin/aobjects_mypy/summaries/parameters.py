"""What stands for the parameters of a function that is summarized: whatever a caller gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import AnyType, CallableType, Instance, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.domain.load_state import UNKNOWN
from aobjects_mypy.interpreter import called
from aobjects_mypy.orm import evaluation
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.interpreter.interpreter import Interpreter


def bind(interpreter: Interpreter, function: nodes.FuncDef) -> None:
    for position, argument in enumerate(function.arguments):
        typ = _parameter_type(function, position)
        value = (
            _open_value(interpreter, typ, position) if typ is not None else _any_value(interpreter, position)
        )
        interpreter.bind(
            argument.variable.name,
            called.gathered(interpreter, value, argument.kind) if argument.kind.is_star() else value,
        )


def _parameter_type(function: nodes.FuncDef, position: int) -> Type | None:
    if position == 0 and function.info and not function.is_static and not function.is_class:
        return Instance(function.info, [])
    if isinstance(function.type, CallableType) and position < len(function.type.arg_types):
        typ = function.type.arg_types[position]
        return None if isinstance(get_proper_type(typ), AnyType) else typ
    return None


def _open_value(interpreter: Interpreter, typ: Type, position: int) -> Type:
    """Return a parameter's type whose rows are objects that remember which parameter they came by."""
    objects = {}
    querysets = filter(evaluation.is_queryset, instances.instances(typ))
    # A queryset class of the project names its model in its base.
    of_querysets = [row.type for row in map(evaluation.model_type, querysets) if row is not None]
    for info in [*of_querysets, *instances.untagged_classes(typ)]:
        schema = interpreter.model_of(info)
        if schema is not None:
            row = heap.Row(schema.fullname, UNKNOWN, origin=position)
            objects[info.fullname] = interpreter.allocate(
                address_parts.of_parameter(position, info.fullname), row
            )
    tagged = instances.tag_all(typ, objects)
    for instance in instances.instances(tagged):
        if evaluation.is_queryset(instance) or instance.type.fullname in names.ITERABLES:
            model = next((name for name in objects), "")
            entry = heap.QuerySet(model, UNKNOWN, cache=heap.Cache.UNPROVEN, origin=position)
            name = interpreter.allocate(address_parts.of_parameter(position, "rows"), entry)
            if objects:
                interpreter.state.heap[address_parts.rows(name)] = interpreter.state.heap[
                    next(iter(objects.values()))
                ]
            return addresses.with_address(instance, name)
    return tagged


def _any_value(interpreter: Interpreter, position: int) -> Type | None:
    """Return what stands for a parameter without annotation: any object, of which the name is known."""
    shape = interpreter.instance_of(names.OBJECT)
    if shape is None:
        return None
    return addresses.with_address(
        shape, interpreter.allocate(address_parts.of_parameter(position), heap.Anything(position))
    )
