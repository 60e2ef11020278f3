"""Functions that Python makes from a name: ``attrgetter("author.name")``, ``methodcaller("label")``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import expressions
from aobjects_mypy.syntax.call import Argument

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

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
        return interpreter.call_method(given.value, paths[0], arguments, call.node)
    found: Type | None = None
    for path in paths:
        value = given.value
        for name in path.split(".") if path is not None else ():
            value = interpreter.read_attribute(value, name, call.node)
        found = value
    return found if len(paths) == 1 else call.result
