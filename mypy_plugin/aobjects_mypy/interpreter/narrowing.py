"""What a condition says about the rows it asks for: ``if book.author_id is None``, ``if rows``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, NoneType

from aobjects_mypy import names
from aobjects_mypy.domain import access_paths
from aobjects_mypy.domain.load_state import UNKNOWN
from aobjects_mypy.interpreter import cached_lookups, column_conditions, elements, guards
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.interpreter import Interpreter


def narrow(interpreter: Interpreter, condition: nodes.Expression, *, holds: bool) -> None:
    """Change the current flow by what is true where ``condition`` holds (or does not)."""
    for loop in interpreter.loops:
        if loop.visited and not loop.changing.isdisjoint(walk.names_in(condition)):
            elements.pick_some(interpreter, loop.visited)
    guards.narrow(interpreter, condition, holds=holds)
    cached_lookups.narrow(interpreter, condition, holds=holds)
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        narrow(interpreter, condition.expr, holds=not holds)
    elif isinstance(condition, nodes.OpExpr) and condition.op == ("and" if holds else "or"):
        narrow(interpreter, condition.left, holds=holds)
        narrow(interpreter, condition.right, holds=holds)
    elif isinstance(condition, nodes.OpExpr) and condition.op == "and":
        _exclude(interpreter, condition)
    elif isinstance(condition, nodes.ComparisonExpr) and len(condition.operators) == 1:
        column_conditions.narrow(interpreter, condition, holds=holds)
        if expressions.is_none(condition.operands[1]):
            is_none = condition.operators[0] in ("is", "==")
            if is_none == holds:
                _without_key(interpreter, condition.operands[0])
        elif not holds and condition.operators[0] in (">", "!=") and _is_length(condition.operands[0]):
            _without_elements(interpreter, condition.operands[0].args[0])  # type: ignore[attr-defined]  # len(...)
    elif holds:
        column_conditions.narrow(interpreter, condition, holds=True)
        _draw_conclusion(interpreter, condition)
    else:
        column_conditions.narrow(interpreter, condition, holds=False)
        _without_key(interpreter, condition)
        _without_elements(interpreter, condition)


def _exclude(interpreter: Interpreter, condition: nodes.OpExpr) -> None:
    """Remember that two names are not both true."""
    names_of = [side.name for side in (condition.left, condition.right) if isinstance(side, nodes.NameExpr)]
    if len(names_of) == 2:
        interpreter.state.exclusive |= {frozenset(names_of)}


def _draw_conclusion(interpreter: Interpreter, condition: nodes.Expression) -> None:
    """Take a row as ``None`` that was not there together with what is true now."""
    for both in interpreter.state.exclusive if isinstance(condition, nodes.NameExpr) else ():
        for name in both - {condition.name} if condition.name in both else ():  # type: ignore[attr-defined]  # a name
            members = instances.items(interpreter.state.named(name))
            rows = [member for member in members if isinstance(member, Instance) and relations.is_row(member)]
            if rows and all(isinstance(member, NoneType) or member in rows for member in members):
                interpreter.state.variables[access_paths.name(name)] = NoneType()


def _without_key(interpreter: Interpreter, expr: nodes.Expression) -> None:
    """A row without the key of a relation: Django answers without a query."""
    if not isinstance(expr, nodes.MemberExpr):
        return
    for instance in instances.instances(interpreter.evaluate_quietly(expr.expr)):
        found = interpreter.row(instance)
        schema = interpreter.model_of(instance.type)
        if found is None or schema is None:
            continue
        name, row = found
        for relation in schema.relations.values():
            if expr.name in relation.attnames and relation.target:
                state = row.state.with_relation(relation.name, UNKNOWN)
                row = replace(row, state=state)
                interpreter.state.heap[name] = row


def _without_elements(interpreter: Interpreter, expr: nodes.Expression) -> None:
    """An empty container: nothing is known, or wrong, about its rows."""
    if not isinstance(expr, nodes.NameExpr):
        return
    for instance in instances.instances(interpreter.evaluate_quietly(expr)):
        if relations.is_row(instance) or addresses.address_of(instance) is not None:
            continue
        for element in instances.tagged_instances(instance):
            interpreter.state.heap.pop(interpreter.address_of(element), None)


def _is_length(expr: nodes.Expression) -> bool:
    return (
        isinstance(expr, nodes.CallExpr)
        and expressions.fullname(expr.callee) == names.LEN
        and len(expr.args) == 1
    )
