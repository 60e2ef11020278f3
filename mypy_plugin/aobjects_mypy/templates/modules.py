"""The modules whose functions templates call: their bodies must be known when a view is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.templates import engine

if TYPE_CHECKING:
    from collections.abc import Callable

_RENDERING: Final = ("django.shortcuts", "django.template")


def needed(file: nodes.MypyFile, is_there: Callable[[str], bool]) -> list[str]:
    """Return what a module that renders has to be checked after, of the modules that mypy checks anyway."""
    if not _renders(file):
        return []
    return [module for module in engine.modules() if module != file.fullname and is_there(module)]


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
