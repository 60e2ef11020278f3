"""What a condition says about the rows it asks for: ``if book.author_id is None``, ``if rows``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.interpreter import elements, guards
from aobjects_mypy.domain.load_state import UNKNOWN
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances, addresses

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def refine(run: Interpreter, condition: nodes.Expression, *, holds: bool) -> None:
    """Change the current flow by what is true where ``condition`` holds (or does not)."""
    for loop in run.loops:
        if loop.visited and not loop.changing.isdisjoint(walk.names_in(condition)):
            elements.pick_some(run, loop.visited)
    guards.refine(run, condition, holds=holds)
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        refine(run, condition.expr, holds=not holds)
    elif isinstance(condition, nodes.OpExpr) and condition.op == ("and" if holds else "or"):
        refine(run, condition.left, holds=holds)
        refine(run, condition.right, holds=holds)
    elif isinstance(condition, nodes.ComparisonExpr) and len(condition.operators) == 1:
        if expressions.is_none(condition.operands[1]):
            is_none = condition.operators[0] in ("is", "==")
            if is_none == holds:
                _without_key(run, condition.operands[0])
        elif not holds and condition.operators[0] in (">", "!=") and _is_length(condition.operands[0]):
            _without_elements(run, condition.operands[0].args[0])  # type: ignore[attr-defined]  # len(...)
    elif not holds:
        _without_key(run, condition)
        _without_elements(run, condition)


def _without_key(run: Interpreter, expr: nodes.Expression) -> None:
    """A row without the key of a relation: Django answers without a query."""
    if not isinstance(expr, nodes.MemberExpr):
        return
    for instance in instances.instances(_quietly(run, expr.expr)):
        found = run.row(instance)
        schema = run.model_of(instance.type)
        if found is None or schema is None:
            continue
        name, row = found
        for relation in schema.relations.values():
            if expr.name in relation.attnames and relation.target:
                state = row.state.with_relation(relation.name, UNKNOWN)
                row = replace(row, state=state)
                run.flow.heap[name] = row


def _without_elements(run: Interpreter, expr: nodes.Expression) -> None:
    """An empty container: nothing is known, or wrong, about its rows."""
    if not isinstance(expr, nodes.NameExpr):
        return
    for instance in instances.instances(_quietly(run, expr)):
        if relations.is_row(instance) or addresses.object_of(instance) is not None:
            continue
        for element in instances.tagged_instances(instance):
            run.flow.heap.pop(run.name_of(element), None)


def _is_length(expr: nodes.Expression) -> bool:
    return (
        isinstance(expr, nodes.CallExpr)
        and expressions.fullname(expr.callee) == names.LEN
        and len(expr.args) == 1
    )


def _quietly(run: Interpreter, expr: nodes.Expression) -> Type | None:
    with run.off_loop():
        return run.evaluate(expr)
