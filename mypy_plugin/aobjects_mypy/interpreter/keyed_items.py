"""What stands under a key that has a name: ``rows[pk] = row``, then ``rows[pk]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import IndexExpr

from aobjects_mypy.domain import address_parts
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.nodes import Expression
    from mypy.types import Instance, Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def keep(interpreter: Interpreter, container: Instance, target: IndexExpr, value: Type | None) -> None:
    """Remember the row, or the rows, that ``rows[pk] = ...`` puts beside others that nobody knows."""
    path = expressions.keyed_path(target)
    if path is None:
        return
    is_told = not _holds_rows(interpreter, container.args[-1]) and _holds_rows(interpreter, value)
    interpreter.bind_path(path, value if is_told else None)


def held(interpreter: Interpreter, expr: IndexExpr) -> Type | None:
    path = expressions.keyed_path(expr)
    return interpreter.state.variables.get(path) if path is not None else None


def forget(interpreter: Interpreter, expr: Expression) -> None:
    """Forget a container under a key into which something is put: ``groups[key].append(row)``."""
    path = expressions.keyed_path(expr) if isinstance(expr, IndexExpr) else None
    if path is not None:
        interpreter.bind_path(path, None)


def _holds_rows(interpreter: Interpreter, value: Type | None) -> bool:
    return any(
        interpreter.row(item) is not None
        for item in instances.tagged_instances(value)
        if addresses.address_of(item) != address_parts.EMPTY
    )
