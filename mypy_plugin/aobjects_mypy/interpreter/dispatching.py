"""Functions of ``singledispatch``: the class of the first argument chooses the one that is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance

from aobjects_mypy.syntax import definitions, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

DISPATCHERS: Final = ("functools.singledispatch", "functools.singledispatchmethod")


def chosen(interpreter: Interpreter, dispatcher: nodes.Decorator, call: Call) -> nodes.FuncDef | None:
    """Return the function that is registered for the class of the argument, or for the nearest base."""
    if not wrappers.decorates(dispatcher, *DISPATCHERS):
        return None
    position = 1 if dispatcher.func.info and not dispatcher.func.is_static else 0
    given = call.positional[position : position + 1]
    members = instances.items(given[0].value if given else None)
    member = members[0] if len(members) == 1 else None
    if not isinstance(member, Instance):
        return None
    found = dict(_registered(interpreter, dispatcher, position))
    return next((found[base] for base in member.type.mro if base in found), None)


def _registered(
    interpreter: Interpreter, dispatcher: nodes.Decorator, position: int
) -> Iterator[tuple[nodes.TypeInfo, nodes.FuncDef]]:
    owner = dispatcher.func.info or None
    for watched in interpreter.watched:
        watched.asks_judged = True
    modules = dict.fromkeys([definitions.module_of(dispatcher.func), interpreter.chain[0].module])
    for module in modules if owner is None else [""]:
        for decorator in interpreter.callees.decorated(module, owner):
            for expr in decorator.original_decorators:
                info = _class_of(expr, dispatcher, decorator.func, position)
                if info is not None:
                    yield info, decorator.func


def _class_of(
    expr: nodes.Expression, dispatcher: nodes.Decorator, function: nodes.FuncDef, position: int
) -> nodes.TypeInfo | None:
    """Return the class for which ``@describe.register`` takes a function, or ``@describe.register(Book)``."""
    callee = wrappers.callee_of(expr)
    if not isinstance(callee, nodes.MemberExpr) or callee.name != "register":
        return None
    if not isinstance(callee.expr, nodes.NameExpr) or callee.expr.name != dispatcher.func.name:
        return None
    if isinstance(expr, nodes.CallExpr):
        named = expr.args[0] if expr.args else None
        node = named.node if isinstance(named, nodes.RefExpr) else None
        return node if isinstance(node, nodes.TypeInfo) else None
    signature = function.type
    if not isinstance(signature, CallableType) or len(signature.arg_types) <= position:
        return None
    declared = instances.first(signature.arg_types[position])
    return declared.type if declared is not None else None
