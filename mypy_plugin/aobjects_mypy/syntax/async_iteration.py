"""What a function goes through with ``async for``, whatever it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import walk

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_awaited_row_by_row(function: nodes.FuncItem, call: nodes.Expression) -> bool:
    """Tell ``rows = await call``, where ``async for row in rows[:10]`` comes later."""
    names = {
        target.name
        for node in walk.statements(function.body)
        if isinstance(node, nodes.AssignmentStmt)
        and isinstance(node.rvalue, nodes.AwaitExpr)
        and node.rvalue.expr is call
        for target in node.lvalues
        if isinstance(target, nodes.NameExpr)
    }
    if not names:
        return False
    return any(_root(sequence) in names for sequence in _gone_through(function.body))


def _gone_through(body: nodes.Block) -> Iterator[nodes.Expression]:
    for node in walk.with_comprehensions(body):
        if isinstance(node, nodes.ForStmt) and node.is_async:
            yield node.expr
        elif isinstance(node, (nodes.GeneratorExpr, nodes.DictionaryComprehension)):
            yield from (
                sequence for sequence, is_async in zip(node.sequences, node.is_async, strict=True) if is_async
            )


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
