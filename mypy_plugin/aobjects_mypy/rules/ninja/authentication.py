"""Who asks for the user before an operation does: what ``auth=`` names, anywhere."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aobjects_mypy.models import application
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy import nodes

_TAKES: Final = ("API", "Router", "add_router")
"""How the names end of what takes it for all operations below."""


def is_open(given: nodes.Expression | None, consult: Callable[[str], None]) -> bool:
    """Tell an operation before which nobody has asked: neither it, nor a router, nor an API above it."""
    if given is not None:
        return expressions.is_none(given)
    sources = list(application.sources(consult))
    return bool(sources) and not any(map(_authenticates, sources))


@lru_cache(maxsize=256)
def _authenticates(source: application.Source) -> bool:
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(_TAKES)
        and any(keyword.arg in ("auth", None) for keyword in node.keywords)
        for node in ast.walk(source.tree)
    )
