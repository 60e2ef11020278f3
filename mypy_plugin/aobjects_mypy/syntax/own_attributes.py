"""What a method does to the attributes of ``self``: which it assigns, and whose containers it fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import definitions, walk
from aobjects_mypy.types import inheritance

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDS: Final = frozenset({"append", "appendleft", "add", "insert", "setdefault", "put", "put_nowait"})
"""The methods that put their last argument into a container."""
ADDS_ALL: Final = frozenset({"extend", "extendleft", "update"})
"""Those that put all of its items there."""
FILLS: Final = ADDS | ADDS_ALL


def filled(function: nodes.FuncDef) -> set[str]:
    """Return the attributes of ``self`` whose container a method puts something into."""
    if not function.body.body or not function.arguments:
        return set()
    return {expr.name for expr in filled_in(function.body, function.arguments[0].variable.name)}


def filled_in(body: nodes.Block, myself: str) -> Iterator[nodes.MemberExpr]:
    """Yield ``self.items`` where ``body`` puts something into it."""
    for node in walk.walk(body):
        if isinstance(node, nodes.CallExpr) and isinstance(node.callee, nodes.MemberExpr):
            if node.callee.name in FILLS:
                yield from _attribute(node.callee.expr, myself)
        elif isinstance(node, nodes.AssignmentStmt):
            for target in node.lvalues:
                if isinstance(target, nodes.IndexExpr):
                    yield from _attribute(target.base, myself)


def _attribute(expr: nodes.Expression, myself: str) -> Iterator[nodes.MemberExpr]:
    if isinstance(expr, nodes.MemberExpr) and _is_name(expr.expr, myself):
        yield expr


def assigned(function: nodes.FuncDef, depth: int = 3) -> set[str]:
    """Return the attributes of ``self`` that a method, or one that it calls, assigns."""
    if not function.body.body or not function.arguments:
        # A function that mypy read from its cache has no body, and not even arguments.
        return set()
    myself = function.arguments[0].variable.name
    found: set[str] = set()
    for node in walk.walk(function.body):
        if isinstance(node, nodes.AssignmentStmt):
            found |= {name for target in node.lvalues for name in _attributes_in(target, myself)}
        elif depth and isinstance(node, nodes.CallExpr):
            called = _own_method(function, node.callee, myself)
            if called is not None and called is not function:
                found |= assigned(called, depth - 1)
    return found


def _attributes_in(target: nodes.Expression, myself: str) -> Iterator[str]:
    if isinstance(target, nodes.MemberExpr) and _is_name(target.expr, myself):
        yield target.name
    elif isinstance(target, (nodes.TupleExpr, nodes.ListExpr)):
        for item in target.items:
            yield from _attributes_in(item, myself)


def _own_method(function: nodes.FuncDef, callee: nodes.Expression, myself: str) -> nodes.FuncDef | None:
    symbol = None
    if function.info and isinstance(callee, nodes.MemberExpr) and _is_name(callee.expr, myself):
        symbol = function.info.get(callee.name)
    elif function.info and isinstance(callee, nodes.SuperExpr):
        definer = inheritance.next_definer(function.info, function.info, callee.name)
        symbol = definer.names[callee.name] if definer is not None else None
    return definitions.function_of(symbol.node) if symbol is not None else None


def _is_name(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name
