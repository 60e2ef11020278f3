"""Coroutines that are built and run elsewhere: what they raise, whoever builds them does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEEPS: Final = frozenset({"add", "append", "add_done_callback", "set_name", "cancel"})


def is_only_built(function: nodes.FuncItem, stack: Sequence[nodes.Expression], call: nodes.Context) -> bool:
    """Tell ``spawn(notify(book))`` in a sync function, and a task that nobody waits for."""
    if len(stack) < 2 or stack[-1] is not call or not isinstance(function, nodes.FuncDef):
        return False
    around = stack[-2]
    if not isinstance(around, nodes.CallExpr) or call not in around.args:
        return False
    if not function.is_coroutine and not function.is_generator:
        # It cannot wait.
        return True
    return expressions.fullname(around.callee) in names.STARTS_TASK and _is_left_alone(function, around)


def _is_left_alone(function: nodes.FuncDef, start: nodes.CallExpr) -> bool:
    for statement in walk.statements(function.body):
        if isinstance(statement, nodes.ExpressionStmt) and statement.expr is start:
            return True
        if isinstance(statement, nodes.AssignmentStmt) and statement.rvalue is start:
            [target, *others] = statement.lvalues
            return not others and isinstance(target, nodes.NameExpr) and _is_kept(function, target.name)
    return False


def _is_kept(function: nodes.FuncDef, name: str) -> bool:
    """Tell a name of a task that is put away, and not waited for."""
    found = walk.walk(function.body)
    uses = sum(isinstance(node, nodes.NameExpr) and node.name == name for node in found) - 1
    kept = 0
    for node in found:
        if isinstance(node, nodes.CallExpr) and isinstance(node.callee, nodes.MemberExpr):
            holder = node.callee.expr
            if node.callee.name in _KEEPS:
                kept += any(isinstance(part, nodes.NameExpr) and part.name == name for part in node.args)
                kept += isinstance(holder, nodes.NameExpr) and holder.name == name
    return uses == kept
