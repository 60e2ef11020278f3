"""What tells a key of a dict from the others: its text, or the class that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from mypy.types import Type

_CLASS: Final = "<class> "
"""No text that somebody writes as a key begins so."""


def of(expr: nodes.Expression, typ: Type | None = None) -> str | None:
    """Return the key that is written, or that mypy knows a name to hold."""
    return expr.value if isinstance(expr, nodes.StrExpr) else of_value(typ)


def of_value(typ: Type | None) -> str | None:
    """Return the key that a value is."""
    text = expressions.text(typ)
    if text is not None or typ is None:
        return text
    made = declared.instance_of_class(get_proper_type(typ))
    return f"{_CLASS}{made.type.fullname}" if isinstance(made, Instance) else None


def is_class(key: str) -> bool:
    return key.startswith(_CLASS)


def is_named(expr: nodes.Expression) -> bool:
    """Tell a name that may stand for a key, and ``type(event)``: both may be evaluated once more."""
    is_type = isinstance(expr, nodes.CallExpr) and expressions.fullname(expr.callee) == names.TYPE
    return is_type or isinstance(expr, nodes.RefExpr)
