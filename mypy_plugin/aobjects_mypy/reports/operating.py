"""The async code for an operation that runs a query by a special method, or by a function of another name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports import replacing, shapes

if TYPE_CHECKING:
    from aobjects_mypy.reports.replacing import Replacement
    from aobjects_mypy.reports.source import Source

_LATER: Final = frozenset(
    {"add_done_callback", "add_reader", "add_signal_handler", "add_writer", "call_at", "call_later",
     "call_soon", "call_soon_threadsafe"}
)  # fmt: skip
"""What calls what it is given when it is over: a thread would not run that."""


def replacement(source: Source, node: ast.expr, *, can_be_wrapped: bool) -> Replacement | None:
    """Have a thread evaluate the operation that the node is, or is an operand of.

    What a call calls ``can_be_wrapped`` where it is one function.
    """
    if not replacing.is_read(node):
        return None
    if isinstance(node, (ast.BinOp, ast.Compare, ast.UnaryOp, ast.Subscript)):
        return replacing.of_lambda(source, node)
    if isinstance(node, ast.Call) and (shapes.last_name(node.func) == "getattr" or replacing.consumes(node)):
        return replacing.of_whole(source, node)
    parent = source.parents[node]
    if replacing.is_truth(source, node):
        return replacing.evaluated_for(source, node, "bool")
    if isinstance(parent, ast.keyword):
        parent = source.parents[parent]
    match parent:
        case ast.Call() if node is not parent.func:
            return _of_call(source, parent)
        case ast.For() | ast.comprehension() | ast.Starred():
            return replacing.evaluated_for(source, node, "list")
        case ast.FormattedValue():
            return replacing.of_text(source, node, is_evaluated=True)
        case ast.withitem():
            return None
        case ast.Compare() | ast.BinOp() | ast.UnaryOp() | ast.Subscript() | ast.Set() | ast.Dict():
            return replacing.of_lambda(source, parent)
        case _:
            # Another name of a function.
            if not isinstance(node, ast.Call):
                return None
            return (replacing.of_function if can_be_wrapped else replacing.of_lambda)(source, node)


def _of_call(source: Source, call: ast.Call) -> Replacement | None:
    """Have a thread make the call that gets the operand; no thread runs one that is awaited."""
    if shapes.last_name(call.func) in _LATER or isinstance(source.parents[call], ast.Await):
        return None
    return replacing.of_whole(source, call)
