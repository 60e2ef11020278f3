"""Which conditions find a context variable unset: ``current_shop.get() or Shop.objects.get(...)``.

Middleware, tasks and context managers set it before the code runs that asks: nobody sees whether they have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.interpreter import cached_lookups
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.interpreter import Interpreter

_CLASSES: Final = frozenset({"contextvars.ContextVar", "_contextvars.ContextVar"})
_IS_NONE: Final = {"is": True, "==": True, "is not": False, "!=": False}


def is_unset(interpreter: Interpreter, condition: nodes.Expression, *, holds: bool) -> bool:
    """Tell a condition that, where it holds (or does not), has found no value."""
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        return is_unset(interpreter, condition.expr, holds=not holds)
    if isinstance(condition, nodes.OpExpr) and condition.op == ("and" if holds else "or"):
        sides = (condition.left, condition.right)
        return any(is_unset(interpreter, side, holds=holds) for side in sides)
    if isinstance(condition, nodes.ComparisonExpr) and len(condition.operators) == 1:
        if not expressions.is_none(condition.operands[1]) or condition.operators[0] not in _IS_NONE:
            return False
        return _IS_NONE[condition.operators[0]] is holds and _is_read(interpreter, condition.operands[0])
    return not holds and _is_read(interpreter, condition)


def is_refused(interpreter: Interpreter, statement: nodes.TryStmt, handled: nodes.Expression | None) -> bool:
    """Tell the handler of ``try: current_shop.get()``."""
    if not expressions.handles(handled, names.LOOKUP_ERRORS):
        return False
    values = [
        part.rvalue if isinstance(part, nodes.AssignmentStmt) else part.expr
        for part in statement.body.body
        if isinstance(part, (nodes.AssignmentStmt, nodes.ReturnStmt, nodes.ExpressionStmt))
    ]
    return any(value is not None and _is_read(interpreter, value) for value in values)


def _is_read(interpreter: Interpreter, expr: nodes.Expression) -> bool:
    return any(_is_get(interpreter, value) for value in cached_lookups.assigned(interpreter, expr))


def _is_get(interpreter: Interpreter, expr: nodes.Expression) -> bool:
    if not isinstance(expr, nodes.CallExpr) or not isinstance(expr.callee, nodes.MemberExpr):
        return False
    variable = expr.callee.expr
    if expr.callee.name != "get" or not isinstance(variable, nodes.RefExpr):
        return False
    if not isinstance(variable.node, nodes.Var) or len(expr.args) > 1:
        return False
    found = instances.instances(variable.node.type or interpreter.type_of(variable))
    return any(item.type.fullname in _CLASSES for item in found)
