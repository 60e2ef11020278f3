"""Find the checker of a module while mypy is at it, when none of mypy's questions has told."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from mypy.checker import TypeChecker

from aobjects_mypy.check import async_functions

if TYPE_CHECKING:
    from mypy.nodes import MypyFile


def find(tree: MypyFile) -> TypeChecker | None:
    """Return the checker of a module with async code; a truth test alone asks no plugin anything.

    Nothing that a plugin is given leads from a module to its checker.  The checker refers to the module.
    """
    if tree.is_stub or next(async_functions.on_loop(tree), None) is None:
        return None
    holders = (other for other in gc.get_referrers(tree) if isinstance(other, TypeChecker))
    return next((checker for checker in holders if checker.tree is tree), None)
