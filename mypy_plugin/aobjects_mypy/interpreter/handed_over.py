"""What its decorators hand a function: they run around it up to its call, around a view with the request."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, Type

from aobjects_mypy import names
from aobjects_mypy.domain import access_paths, address_parts, heap
from aobjects_mypy.interpreter import adoption, called, decorated
from aobjects_mypy.syntax import definitions
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter

_SITE: Final = "decorators"


@dataclass(slots=True)
class Awaited:
    """The function whose call is waited for while its decorators run, and what it was called with."""

    function: nodes.FuncDef
    places: set[tuple[int, int]] = field(default_factory=set)
    values: Mapping[int, Type | None] = field(default_factory=dict)
    objects: Mapping[Address, heap.Entry] = field(default_factory=dict)


def by_decorators(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    decorator: nodes.Decorator | None,
    given: Mapping[int, Type],
    registers: Collection[nodes.Expression],
) -> dict[int, Type]:
    """Return the arguments that the function gets, by their positions; the heap has what they are by then.

    What ``registers`` the function with a framework calls it from outside.
    """
    if decorator is None or not list(interpreter.own_decorators()):
        return {}
    known = dict(given)
    at, request = _request(interpreter, function, given)
    if request is not None:
        known[at] = request
    elif not _takes_more(function):
        return {}
    wrapper = _wrapper(interpreter, function, decorator, registers)
    if wrapper is None or wrapper.scope is None or not isinstance(wrapper.node, nodes.FuncItem):
        return {}
    found_out = interpreter.found_out
    steps, found_out.awaited = found_out.called_steps, Awaited(function)
    _run(interpreter, definitions.as_function(wrapper.node), wrapper.scope, known)
    awaited, found_out.awaited, found_out.called_steps = found_out.awaited, None, steps
    if len(awaited.places) != 1:
        return {}
    interpreter.state.heap.update(awaited.objects)
    return {
        position: value
        for position, value in awaited.values.items()
        if value is not None
        and instances.tagged_instances(value)
        and not function.arg_kinds[position].is_star()
    }


def _takes_more(function: nodes.FuncDef) -> bool:
    """Tell a function that can be handed something: it has a parameter beside its ``self``."""
    bound = bool(function.info) and not function.is_static
    return len(function.arguments) > bound


def _request(
    interpreter: Interpreter, function: nodes.FuncDef, given: Mapping[int, Type]
) -> tuple[int, Type | None]:
    """Return the request that Django gives, and its position."""
    declared = function.type.arg_types if isinstance(function.type, CallableType) else []
    for position, typ in given.items():
        if any(item.type.has_base(names.HTTP_REQUEST) for item in instances.instances(typ)):
            return position, typ
    for position, typ in enumerate(declared):
        shape = instances.first(typ)
        if shape is not None and shape.type.has_base(names.HTTP_REQUEST):
            path = access_paths.name(function.arguments[position].variable.name)
            held = interpreter.state.variables.get(path)
            if isinstance(held, Instance) and addresses.address_of(held) is not None:
                return position, held
            made = adoption.adopt(interpreter, shape, path)
            interpreter.state.variables.pop(path, None)
            interpreter.state.variables |= {path: held} if held is not None else {}
            return position, made if isinstance(made, Instance) else None
    return 0, None


def _wrapper(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    decorator: nodes.Decorator,
    registers: Collection[nodes.Expression],
) -> heap.Function | None:
    made = decorated.functions_of(interpreter, decorator, registers)
    member = made.members[0] if made is not None and len(made.members) == 1 else None
    is_wrapped = member is not None and member.node is not function and not member.in_thread
    return member if is_wrapped else None


def _run(
    interpreter: Interpreter, function: nodes.FuncDef, scope: heap.Scope, given: Mapping[int, Type | None]
) -> None:
    body = interpreter.enter(function, scope.module, function)
    body.stand_apart(f"{_SITE}:{function.name}")
    body.state.heap = dict(interpreter.state.heap)
    body.state.variables.update(scope.variables)
    body.state.callables.update(scope.callables)
    values = dict.fromkeys(range(len(function.arguments))) | {
        position: _any_keywords(body)
        for position, kind in enumerate(function.arg_kinds)
        if kind == nodes.ARG_STAR2
    }
    values |= dict(given)
    with body.off_loop():
        called.bind(body, function, values)
        body.execute_body(function)
    if body.gave_up and body.found_out.awaited is not None:
        body.found_out.awaited.places.clear()


def _any_keywords(body: Interpreter) -> Type | None:
    """Return ``**kwargs`` of which nothing is known but what the decorator adds to it."""
    made = body.dict_of()
    return (
        addresses.with_address(made, body.allocate(address_parts.sole("keywords"), heap.Record({})))
        if made is not None
        else None
    )
