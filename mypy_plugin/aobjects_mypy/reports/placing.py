"""From an expression of mypy's to the same one in Python's syntax tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.reports import shapes

if TYPE_CHECKING:
    from aobjects_mypy.reports.source import Source


def find(source: Source, expr: nodes.Expression) -> ast.expr | None:
    """Return the expression in the same place.

    Behind other characters than ASCII mypy's column may be that of something else: there names count, too.
    """
    node = source.find(expr.line, expr.column, expr.end_line, expr.end_column)
    if node is None or (source.is_ascii(expr.line) and source.is_ascii(expr.end_line or expr.line)):
        return node
    return node if _name(expr) == _written(node) else None


def _name(expr: nodes.Expression) -> str:
    if isinstance(expr, nodes.CallExpr):
        return f"{_name(expr.callee)}()"
    return expr.name if isinstance(expr, (nodes.NameExpr, nodes.MemberExpr)) else ""


def _written(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return f"{_written(node.func)}()"
    return shapes.last_name(node) if isinstance(node, (ast.Attribute, ast.Name)) else ""
