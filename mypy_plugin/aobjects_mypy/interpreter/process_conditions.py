"""Which conditions ask how the process was started: ``if "runserver" in sys.argv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions, walk

if TYPE_CHECKING:
    from mypy import nodes


def asks(condition: nodes.Expression) -> bool:
    """Tell whether the condition reads the arguments of the program."""
    return any(expressions.fullname(node) == names.ARGUMENTS for node in walk.below(condition))
