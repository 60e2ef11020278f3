"""What a name of a module holds: a function, a dict of them, the names of attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.interpreter import class_attributes, getters
from aobjects_mypy.interpreter.found_out import recall
from aobjects_mypy.syntax import expressions, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.interpreter.interpreter import Interpreter

_DISPLAYS: Final = (nodes.DictExpr, nodes.ListExpr, nodes.TupleExpr)


def of_variable(interpreter: Interpreter, variable: nodes.Var, shape: Type | None) -> Type | None:
    """Return the value of a name of a module, where it is a function, a text, or holds some."""
    known = interpreter.found_out.module_values
    value = recall(known, variable, lambda: _evaluate(interpreter, variable), interpreter.state)
    if value is None or class_attributes.is_constant(value):
        return value
    return instances.overlay(shape, value)


def of_member(interpreter: Interpreter, expr: nodes.MemberExpr, shape: Type | None) -> Type | None:
    """Return the value of ``module.NAME``."""
    return of_variable(interpreter, expr.node, shape) if isinstance(expr.node, nodes.Var) else None


def _evaluate(interpreter: Interpreter, variable: nodes.Var) -> tuple[Type | None, dict[str, heap.Entry]]:
    given = interpreter.callees.assigned(variable)
    if given is None or not _is_worth_it(given):
        return None, {}
    # The statement runs when the module is imported.
    module = nodes.FuncDef(variable.name, [], nodes.Block([]))
    module.set_line(given)
    body = interpreter.enter(module, variable.fullname.rpartition(".")[0], given)
    with body.off_loop(), body.site(f"/{variable.fullname}"):
        value = body.evaluate(given)
    holds = any(item.type.fullname == names.FUNCTION for item in instances.tagged_instances(value))
    if not holds and (value is None or not class_attributes.is_constant(value)):
        return None, {}
    return value, body.state.heap


def _is_worth_it(given: nodes.Expression) -> bool:
    if isinstance(given, nodes.StrExpr):
        return True
    if isinstance(given, _DISPLAYS):
        return bool(given.items)
    if not isinstance(given, nodes.CallExpr):
        return False
    fullname = expressions.fullname(given.callee)
    return fullname in getters.MAKERS | {names.PARTIAL} or wrappers.in_thread(given) is not None
