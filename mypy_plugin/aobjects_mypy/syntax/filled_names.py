"""What a body puts something into: names of modules, by their full names, and chains of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import expressions, own_attributes, walk

if TYPE_CHECKING:
    from collections.abc import Iterator


def of(body: nodes.Block) -> frozenset[str]:
    """Return what a body fills, or binds anew where it is a name of a module."""
    return frozenset(name for part in walk.walk(body) for name in by(part))


def by(part: nodes.Node) -> Iterator[str]:
    """Yield ``books`` for ``books[pk] = ...``, ``books.setdefault(...)``, ``books[key].append(...)``."""
    found: list[nodes.Expression] = []
    if isinstance(part, nodes.AssignmentStmt):
        found = [target.base if isinstance(target, nodes.IndexExpr) else target for target in part.lvalues]
    elif (
        isinstance(part, nodes.CallExpr)
        and isinstance(part.callee, nodes.MemberExpr)
        and part.callee.name in own_attributes.FILLS
    ):
        filled = part.callee.expr
        found = [filled.base if isinstance(filled, nodes.IndexExpr) else filled]
    for expr in found:
        name = name_of(expr)
        if name is not None:
            yield name


def name_of(expr: nodes.Expression) -> str | None:
    """Return the full name of a name of a module, or the chain of names that an attribute is read by."""
    if isinstance(expr, nodes.RefExpr) and expr.kind == nodes.GDEF:
        return expr.fullname
    return expressions.access_path(expr) if isinstance(expr, nodes.MemberExpr) else None
