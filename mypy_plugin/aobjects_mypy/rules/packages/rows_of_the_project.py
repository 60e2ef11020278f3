"""Methods and attributes that the project itself says query: the rows of its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations
from aobjects_mypy.host import configured
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    rows = configured.rows()
    key = operations.declared_name(instance.type, target.name, rows) if rows else None
    if key is None:
        return UNANSWERED
    operations.report_call(analysis, call, f"{instance.type.name}.{target.name}", rows[key])
    return call.result


def check_read(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr) -> None:
    """Report ``object.name``, whatever the body of a property shows."""
    rows = configured.rows()
    key = operations.declared_name(instance.type, expr.name, rows) if rows else None
    if key is not None and not _is_method(instance, expr.name):
        operations.report_read(analysis, instance, expr, rows[key])


def _is_method(instance: Instance, name: str) -> bool:
    """Tell a method, whose name alone runs nothing."""
    node = instances.member(instance.type, name)
    if isinstance(node, nodes.OverloadedFuncDef):
        return not node.is_property
    if isinstance(node, nodes.Decorator):
        return not node.var.is_property
    return isinstance(node, nodes.FuncDef)


RULE: Final = Rule(method=_method)
