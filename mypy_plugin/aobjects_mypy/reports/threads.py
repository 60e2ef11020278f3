"""What a thread does for a line that takes no proposal: it reads one step further, or a line before."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aobjects_mypy.reports import awaiting, replacing, shapes
from aobjects_mypy.reports.source import Change
from aobjects_mypy.syntax import wrappers

if TYPE_CHECKING:
    from aobjects_mypy.reports.replacing import Replacement
    from aobjects_mypy.reports.source import Source


def further(source: Source, node: ast.expr) -> Replacement | None:
    """Have the thread that gives the beginning of a chain read the rest of it, too.

    ``(await sync_to_async(lambda: chip.animal)()).breed``.
    """
    waiting = _beginning(node)
    body = _given_by_thread(waiting) if waiting is not None and waiting is not node else None
    if waiting is None or body is None or not isinstance(body, (ast.Name, ast.Attribute, ast.Call)):
        return None
    rest = source.text[source.end(waiting) : source.end(node)].lstrip()
    if not rest.startswith(")") or any(isinstance(part, ast.Await) for part in _arguments(node, waiting)):
        return None
    text = f"await sync_to_async(lambda: {source.segment(body)}{rest[1:]})()"
    shown = f"await sync_to_async(lambda: {shapes.shown(body)}{_shown(node, waiting)})()"
    return replacing.replaced(source, node, text, shown, (replacing.THREAD,))


def _beginning(node: ast.expr) -> ast.Await | None:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node if isinstance(node, ast.Await) else None


def _given_by_thread(waiting: ast.Await) -> ast.expr | None:
    """Return what the lambda evaluates in ``await sync_to_async(lambda: ...)()``."""
    match waiting.value:
        case ast.Call(
            func=ast.Call(func=ast.Name(id=wrappers.SYNC_TO_ASYNC), args=[ast.Lambda() as given]),
            args=[],
            keywords=[],
        ) if not ast.unparse(given.args):
            return given.body
        case _:
            return None


def _arguments(node: ast.expr, waiting: ast.Await) -> list[ast.AST]:
    """Return all that is in a chain, but for its beginning."""
    inside = set(ast.walk(waiting))
    return [part for part in ast.walk(node) if part not in inside]


def _shown(node: ast.expr, waiting: ast.Await) -> str:
    return shapes.shown(node).removeprefix(shapes.shown(waiting))


def before(source: Source, node: ast.Attribute) -> Replacement | None:
    """Have a thread read a relation before the statement whose condition it begins.

    The row keeps what has been read: ``if guest.favourite: return guest.favourite.name``.
    """
    statement = _begun_by(source, node)
    if statement is None or awaiting.around(source, statement) != [] or not awaiting.can_be_moved(node):
        return None
    start = source.start(statement)
    indentation = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    if indentation.strip():
        return None
    shown = f"await sync_to_async(lambda: {shapes.shown(node)})()"
    text = f"await sync_to_async(lambda: {source.segment(node)})()\n{indentation}"
    return replacing.Replacement(shown, (Change(start, start, text),), (replacing.THREAD,), moved=node)


def _begun_by(source: Source, node: ast.expr) -> ast.stmt | None:
    """Return the statement that evaluates a node first of all, whatever it does afterwards."""
    child: ast.AST = node
    for parent in source.ancestors(node):
        match parent:
            case ast.If():
                # What another condition is asked before has no line of its own.
                is_first = parent.test is child and source.text.startswith("if", source.start(parent))
                return parent if is_first else None
            case ast.Return() | ast.Expr() | ast.Assign() | ast.AnnAssign() | ast.Assert():
                return (
                    parent
                    if child in (getattr(parent, "value", None), getattr(parent, "test", None))
                    else None
                )
            case ast.IfExp() if parent.test is child:
                pass
            case ast.BoolOp() if parent.values[0] is child:
                pass
            case ast.Compare() if parent.left is child:
                pass
            case ast.UnaryOp() | ast.Attribute() | ast.FormattedValue():
                pass
            case ast.Call() if parent.func is child:
                pass
            case _:
                return None
        child = parent
    return None
