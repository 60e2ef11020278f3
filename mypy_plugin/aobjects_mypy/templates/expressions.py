"""The expressions of templates: variables, filters, and the conditions of ``{% if %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mypy import nodes

from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.templates import filters, functions

if TYPE_CHECKING:
    from aobjects_mypy.templates.writing import Writer


def of(writer: Writer, given: Any) -> nodes.Expression:
    """Return the value of a ``FilterExpression``, of a ``Variable``, or of a constant."""
    if hasattr(given, "filters"):
        value = _variable(writer, given.var) if given.is_var else _constant(writer, given.var)
        for function, arguments in given.filters:
            others = [
                _variable(writer, one) if is_var else _constant(writer, one) for is_var, one in arguments
            ]
            value = filters.apply(writer, function, value, others)
        return value
    if hasattr(given, "lookups"):
        return _variable(writer, given)
    return _constant(writer, given)


def is_expression(given: object) -> bool:
    return hasattr(given, "filters") or hasattr(given, "lookups")


def constant(given: Any) -> object:
    """Return the value of an expression that is a constant, and ``None`` for any other."""
    return given.var if hasattr(given, "filters") and not given.is_var and not given.filters else None


def _constant(writer: Writer, value: object) -> nodes.Expression:
    if isinstance(value, str):
        return writer.text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return writer.number(value)
    return writer.name(f"{OWN}unknown")


def _variable(writer: Writer, variable: Any) -> nodes.Expression:
    lookups = variable.lookups
    if not lookups:
        return _constant(writer, variable.literal)
    first, *others = lookups
    if first in ("True", "False", "None"):
        return writer.known(f"builtins.{first}")
    if first == "perms" and len(others) == 2 and "perms" not in writer.visible() and writer.sees_context:
        permission = writer.text(".".join(others))
        return writer.own(functions.permission, writer.name(functions.USER), permission)
    value, path = writer.read(first), first
    if first == "perms":
        return value
    for name in others:
        path = f"{path}{OWN}{name}"
        value = writer.held(writer.own(functions.look_up, value, writer.text(name)), path)
    return value


def condition(writer: Writer, token: Any) -> nodes.Expression:
    """Return what a condition is: an operator is false where one of its operands raises."""
    if token.first is None:
        return of(writer, token.value)
    inside = _inside_lambda(writer, _operator(writer, token))
    return writer.own(functions.quietly, inside, writer.text(token.id))


def _operator(writer: Writer, token: Any) -> nodes.Expression:
    first = condition(writer, token.first)
    if token.second is None:
        return writer.put(nodes.UnaryExpr("not", first))
    second = condition(writer, token.second)
    if token.id in ("and", "or"):
        return writer.put(nodes.OpExpr(token.id, first, second))
    operator = "==" if token.id == "=" else token.id
    return writer.put(nodes.ComparisonExpr([operator], [first, second]))


def _inside_lambda(writer: Writer, expr: nodes.Expression) -> nodes.LambdaExpr:
    statement = writer.put(nodes.ReturnStmt(expr))
    return writer.put(nodes.LambdaExpr([], writer.put(nodes.Block([statement]))))
