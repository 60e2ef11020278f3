"""A row: what is loaded on it, and which of its methods run a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import model_signals, row_validation
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import instance_methods, methods, relations, writing
from aobjects_mypy.orm.methods import Does
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    found = _read(analysis, instance, expr, result)
    return UNANSWERED if found is result and _is_of_class(analysis, instance, expr.name) else found


def _read(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    return relations.read(analysis, instance, expr.name, expr, result, expressions.source(expr.expr))


def _is_of_class(analysis: Analysis, instance: Instance, name: str) -> bool:
    """Tell what the body of a class gives all its rows: ``fields = ("title", "author.name")``."""
    symbol, schema, row = instance.type.get(name), analysis.model_of(instance.type), analysis.row(instance)
    if symbol is None or schema is None or schema.column(name) is not None:
        return False
    is_set = row is not None and name in row[1].state.attributes
    return isinstance(symbol.node, nodes.Var) and symbol.node.is_initialized_in_class and not is_set


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    shape = analysis.type_of(target)
    relation = _read(analysis, instance, target, shape)
    if relation is not shape:
        return _through_another_manager(analysis, relation, call)
    return _django_method(analysis, instance, target.name, call)


def _through_another_manager(analysis: Analysis, value: Type | None, call: Call) -> Type | None:
    """``author.books(manager="published")``: the same rows."""
    for instance in instances.instances(value):
        if isinstance(analysis.entry(instance), heap.QuerySet):
            return instances.tag_first(call.result, analysis.address_of(instance))
    return call.result


def _django_method(analysis: Evaluator, instance: Instance, name: str, call: Call) -> Answer:
    before = analysis.entry(instance)
    answer = instance_methods.call(analysis, instance, name, call)
    if name == "full_clean":
        row_validation.clean(analysis, instance, call.node)
    model_signals.send(analysis, instance, before, name, call)
    method, _ = methods.of_instance(name)
    runs_query = method is not None and method.does is Does.QUERIES
    # In a body without types mypy says nothing of what it returns: what it does is known all the same.
    return answer if runs_query or answer is not None else UNANSWERED


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    return _django_method(analysis, receiver, name, call)


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    writing.assign(analysis, instance, target, value, source)
    return True


RULE: Final = Rule(
    construct=writing.construct,
    attribute=_attribute,
    method=_method,
    inherited=_inherited,
    assign=_assign,
    delete=writing.delete,
)
