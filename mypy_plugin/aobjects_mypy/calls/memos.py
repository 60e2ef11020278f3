"""Answers that ``lru_cache`` keeps: a function asks once for the same arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import Decorator

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions, wrappers

if TYPE_CHECKING:
    from mypy.nodes import Node

    from aobjects_mypy.syntax.call import Call


def answered(node: Node | None, call: Call | None) -> str | None:
    """Return the address of the answer to these arguments, as they are written."""
    if call is None or not isinstance(node, Decorator) or not wrappers.decorates(node, *names.MEMOS):
        return None
    given = ", ".join(expressions.condition(argument.expr) for argument in call.arguments)
    return f"<{node.fullname}({given})>"
