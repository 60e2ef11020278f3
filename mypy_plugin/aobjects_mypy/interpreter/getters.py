"""Functions that Python makes from a name: ``attrgetter("author.name")``, ``methodcaller("label")``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.interpreter import calling, reading
from aobjects_mypy.syntax import expressions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.interpreter.interpreter import Interpreter

_ATTRIBUTES: Final = frozenset({"operator.attrgetter", "_operator.attrgetter"})
_METHODS: Final = frozenset({"operator.methodcaller", "_operator.methodcaller"})
MAKERS: Final = _ATTRIBUTES | _METHODS


def call(interpreter: Interpreter, member: heap.Function, call: Call) -> Type | None:
    """Read the attribute of the first argument, or call its method, as if that were written here."""
    made = member.node
    given = call.positional[0] if call.positional else None
    if not isinstance(made, nodes.CallExpr) or given is None:
        return call.result
    paths = [
        expressions.string(expr, value) for expr, value in zip(made.args, member.positional, strict=False)
    ]
    if expressions.fullname(made.callee) in _METHODS:
        if not paths or paths[0] is None:
            return call.result
        arguments = (
            *(Argument(call.node, nodes.ARG_POS, None, value) for value in member.positional[1:]),
            *(Argument(call.node, nodes.ARG_NAMED, name, value) for name, value in member.keywords),
        )
        return call_method(interpreter, given.value, paths[0], arguments, call.node)
    found: Type | None = None
    for path in paths:
        value = given.value
        for name in path.split(".") if path is not None else ():
            value = read_attribute(interpreter, value, name, call.node)
        found = value
    return found if len(paths) == 1 else call.result


def call_method(
    interpreter: Interpreter,
    base: Type | None,
    name: str,
    arguments: tuple[Argument, ...],
    place: nodes.Expression,
) -> Type | None:
    """Call a method whose name is a value."""
    target = nodes.MemberExpr(place, name)
    target.set_line(place)
    result = declared.result([declared.member(base, name)])
    return calling.method(interpreter, base, target, Call(place, target, arguments, result))


def read_attribute(
    interpreter: Interpreter, base: Type | None, name: str, place: nodes.Expression
) -> Type | None:
    """Read an attribute whose name is a value."""
    target = nodes.MemberExpr(place, name)
    target.set_line(place)
    return reading.attribute(interpreter, base, target)
