"""The beginning of a body: what runs before it calls the next in the row, a middleware its view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import expressions, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    _IsNext = Callable[[nodes.CallExpr], bool]


def before(block: nodes.Block, is_next: _IsNext) -> nodes.Block:
    """Return the block in which the call of the next is a bare ``return``, and any other answer an end."""
    found = nodes.Block([_before(statement, is_next) for statement in block.body])
    found.is_unreachable = block.is_unreachable
    found.set_line(block)
    return found


def calls_next(block: nodes.Block, is_next: _IsNext) -> bool:
    return any(isinstance(node, nodes.CallExpr) and is_next(node) for node in walk.walk(block))


def _before(statement: nodes.Statement, is_next: _IsNext) -> nodes.Statement:
    compound = _with_blocks(statement, is_next)
    if compound is not None:
        return _at(compound, statement)
    if calls_next(nodes.Block([statement]), is_next):
        return _at(nodes.ReturnStmt(None), statement)
    if isinstance(statement, nodes.ReturnStmt) and statement.expr is not None:
        # It answers itself, unless what it returns is nothing.
        return (
            statement if expressions.is_none(statement.expr) else _at(nodes.RaiseStmt(None, None), statement)
        )
    return statement


def _with_blocks(statement: nodes.Statement, is_next: _IsNext) -> nodes.Statement | None:
    """Return a compound statement with the beginnings of its blocks; ``None`` for a simple one."""

    def cut(block: nodes.Block) -> nodes.Block:
        return before(block, is_next)

    def perhaps(block: nodes.Block | None) -> nodes.Block | None:
        return cut(block) if block is not None else None

    match statement:
        case nodes.IfStmt():
            bodies = [cut(block) for block in statement.body]
            return nodes.IfStmt(statement.expr, bodies, perhaps(statement.else_body))
        case nodes.WhileStmt():
            return nodes.WhileStmt(statement.expr, cut(statement.body), perhaps(statement.else_body))
        case nodes.ForStmt():
            loop = nodes.ForStmt(
                statement.index, statement.expr, cut(statement.body), perhaps(statement.else_body)
            )
            loop.is_async = statement.is_async
            return loop
        case nodes.WithStmt():
            entered = nodes.WithStmt(statement.expr, statement.target, cut(statement.body))
            entered.is_async = statement.is_async
            return entered
        case nodes.TryStmt():
            handlers = [cut(block) for block in statement.handlers]
            body, otherwise = cut(statement.body), perhaps(statement.else_body)
            # What is done at last is done after the answer.
            return nodes.TryStmt(body, statement.vars, statement.types, handlers, otherwise, None)
        case nodes.MatchStmt():
            cases = [cut(block) for block in statement.bodies]
            return nodes.MatchStmt(statement.subject, statement.patterns, statement.guards, cases)
    return None


def _at(made: nodes.Statement, place: nodes.Statement) -> nodes.Statement:
    made.set_line(place)
    return made
