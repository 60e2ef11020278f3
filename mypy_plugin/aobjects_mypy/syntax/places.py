"""Where a container stands that is put something into: ``groups[key]["rows"]``, or a name for that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIVES: Final = frozenset({"get", "setdefault"})


@dataclass(frozen=True, slots=True)
class Place:
    root: nodes.Expression
    """The name or the attribute that holds the outermost container."""
    keys: tuple[str | None, ...] = ()
    """The texts that lead from there to the container; ``None`` for what is no literal."""

    def below(self, keys: tuple[str | None, ...]) -> Place:
        return replace(self, keys=(*self.keys, *keys))


def of(expr: nodes.Expression) -> Place | None:
    """Take ``groups[key]["rows"]`` and ``groups.setdefault(key, [])`` apart."""
    if isinstance(expr, nodes.IndexExpr):
        if isinstance(expr.index, (nodes.IntExpr, nodes.SliceExpr)):
            # Which of the containers it is, is known where it stands.
            return None
        inner, key = expr.base, expr.index
    elif isinstance(expr, nodes.CallExpr) and isinstance(expr.callee, nodes.MemberExpr):
        if expr.callee.name not in _GIVES or not expr.args:
            return None
        inner, key = expr.callee.expr, expr.args[0]
    elif isinstance(expr, nodes.ConditionalExpr):
        return _either(of(expr.if_expr), of(expr.else_expr))
    else:
        return Place(expr) if expressions.access_path(expr) is not None else None
    outer = of(inner)
    return outer.below((expressions.string(key),)) if outer is not None else None


def _either(one: Place | None, other: Place | None) -> Place | None:
    """Return the place of ``data["new"] if is_new else data["old"]``: both are as deep in one container."""
    if one is None or other is None or len(one.keys) != len(other.keys):
        return None
    if expressions.access_path(one.root) != expressions.access_path(other.root):
        return None
    keys = (key if key == same else None for key, same in zip(one.keys, other.keys, strict=True))
    return replace(one, keys=tuple(keys))


def behind(function: nodes.FuncItem, name: str, line: int) -> Place | None:
    """Return the place whose container a name stands for on a line: ``rows = groups.setdefault(key, [])``.

    Each assignment to the name has to say so, but for that of a new container that is put there.
    """
    found: set[tuple[str, tuple[str | None, ...]]] = set()
    place: Place | None = None
    statements = [part for part in walk.statements(function.body) if isinstance(part, nodes.AssignmentStmt)]
    put = [each for statement in statements for each in _put_there(statement, name)]
    for statement in statements:
        if not any(_is_named(target, name) for target in statement.lvalues):
            continue
        if put and expressions.is_empty_display(statement.rvalue):
            continue
        one = of(statement.rvalue)
        if one is not None and one.keys:
            put.append(one)
        elif not any(isinstance(target, nodes.IndexExpr) for target in statement.lvalues):
            return None
    for place in put:
        found.add((expressions.access_path(place.root) or "", place.keys))
    is_rebound = name in function.arg_names or name in _bound_otherwise(function.body, line)
    return place if len(found) == 1 and not is_rebound else None


def _put_there(statement: nodes.AssignmentStmt, name: str) -> Iterator[Place]:
    """Yield where ``groups[key] = rows`` and ``rows = groups[key] = []`` put what the name stands for."""
    is_name = _is_named(statement.rvalue, name) or any(_is_named(each, name) for each in statement.lvalues)
    for target in statement.lvalues if is_name else ():
        place = of(target) if isinstance(target, nodes.IndexExpr) else None
        if place is not None:
            yield place


def _bound_otherwise(block: nodes.Block, line: int) -> Iterator[str]:
    """Yield the names that the loops and ``with`` around a line bind, and those that are unpacked."""
    for statement in walk.statements(block):
        targets: list[nodes.Expression | None] = []
        is_around = statement.line <= line <= (statement.end_line or statement.line)
        if not is_around and not isinstance(statement, nodes.AssignmentStmt):
            continue
        if isinstance(statement, nodes.ForStmt):
            targets = [statement.index]
        elif isinstance(statement, nodes.WithStmt):
            targets = [*statement.target]
        elif isinstance(statement, nodes.AssignmentStmt):
            targets = [
                each for each in statement.lvalues if isinstance(each, (nodes.TupleExpr, nodes.ListExpr))
            ]
        for target in targets:
            yield from walk.names_in(target) if target is not None else ()


def _is_named(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name
