"""The modules whose functions templates call: their bodies must be known when a view is judged."""

from __future__ import annotations

from typing import Final

from mypy import nodes

from aobjects_mypy.templates import engine

_RENDERING: Final = ("django.shortcuts", "django.template")


def needed(file: nodes.MypyFile) -> list[str]:
    """Return what a module that renders has to be checked after."""
    return engine.modules() if _renders(file) else []


def _renders(file: nodes.MypyFile) -> bool:
    for statement in file.imports:
        if isinstance(statement, nodes.Import):
            imported = [name for name, _ in statement.ids]
        elif isinstance(statement, nodes.ImportFrom):
            imported = [statement.id, *(f"{statement.id}.{name}" for name, _ in statement.names)]
        else:
            continue
        if any(name.startswith(_RENDERING) for name in imported):
            return True
    return False
