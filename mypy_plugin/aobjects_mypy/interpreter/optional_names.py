"""Names that are loaded where any are given: ``if names: rows = rows.select_related(*names)``.

Whether some are given, and which, a caller that is not seen decides for both ways at once: what the other way
lacks is not proven.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.interpreter.interpreter import Interpreter

_LOAD: Final = frozenset({"select_related", "prefetch_related"})


def leave_open(interpreter: Interpreter, condition: nodes.Expression, body: nodes.Block) -> None:
    """Leave open, where the condition does not hold, what querysets lack that load names where it does."""
    for variable in _loaded_where_given(condition, body):
        for instance in instances.instances(interpreter.state.named(variable)):
            entry = interpreter.entry(instance)
            if isinstance(entry, heap.QuerySet):
                address = interpreter.address_of(instance)
                interpreter.state.heap[address] = replace(entry, state=entry.state.unproved())


def _loaded_where_given(condition: nodes.Expression, body: nodes.Block) -> Iterator[str]:
    """Yield the names of the querysets that load what the condition has found to be given."""
    if isinstance(condition, nodes.ComparisonExpr) and expressions.is_none(condition.operands[-1]):
        condition = condition.operands[0]
    if not isinstance(condition, nodes.NameExpr):
        return
    for statement in walk.statements(body):
        if (
            isinstance(statement, nodes.AssignmentStmt)
            and isinstance(statement.lvalues[0], nodes.NameExpr)
            and isinstance(statement.rvalue, nodes.CallExpr)
            and isinstance(statement.rvalue.callee, nodes.MemberExpr)
            and statement.rvalue.callee.name in _LOAD
            and any(condition.name in walk.names_in(argument) for argument in statement.rvalue.args)
        ):
            yield statement.lvalues[0].name
