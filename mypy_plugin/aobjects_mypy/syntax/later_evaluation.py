"""What a function evaluates without blocking the event loop, whatever it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions, walk, wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_evaluated_later(function: nodes.FuncItem, call: nodes.Expression) -> bool:
    """Tell ``rows = await call``, where ``async for row in rows[:10]`` or another thread comes later."""
    held = {
        target.name
        for node in walk.statements(function.body)
        if isinstance(node, nodes.AssignmentStmt)
        and isinstance(node.rvalue, nodes.AwaitExpr)
        and node.rvalue.expr is call
        for target in node.lvalues
        if isinstance(target, nodes.NameExpr)
    }
    if not held:
        return False
    return any(_root(rows) in held for rows in _evaluated(function.body))


def _evaluated(body: nodes.Block) -> Iterator[nodes.Expression]:
    for node in walk.with_comprehensions(body):
        if isinstance(node, nodes.ForStmt) and node.is_async:
            yield node.expr
        elif isinstance(node, (nodes.GeneratorExpr, nodes.DictionaryComprehension)):
            yield from (
                sequence for sequence, is_async in zip(node.sequences, node.is_async, strict=True) if is_async
            )
        elif isinstance(node, nodes.CallExpr) and _runs_in_thread(node):
            yield from node.args


def _runs_in_thread(call: nodes.CallExpr) -> bool:
    """Tell ``sync_to_async(list)(rows)`` and ``run_sync(list, rows)``."""
    if isinstance(call.callee, nodes.CallExpr):
        return wrappers.in_thread(call.callee) is not None
    return expressions.fullname(call.callee) in names.RUN_IN_THREAD


def _root(expr: nodes.Expression) -> str | None:
    """Return the name that a chain of methods, attributes and slices begins with."""
    while True:
        if isinstance(expr, nodes.IndexExpr):
            expr = expr.base
        elif isinstance(expr, nodes.CallExpr):
            expr = expr.callee
        elif isinstance(expr, nodes.MemberExpr):
            expr = expr.expr
        else:
            return expr.name if isinstance(expr, nodes.NameExpr) else None
