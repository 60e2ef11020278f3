"""dmypy checks single functions again without telling plugins that it is done; a second look finds out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mypy.nodes import FuncDef

from aobjects_mypy.flow import functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.errors import Errors


class SecondLook:
    """Has every function with async code checked twice; on the second turn all its types are known.

    mypy's own hook for "this module is checked" is not called for functions that an edit elsewhere reaches
    (mypy.server.update.reprocess_nodes), and comes after the unused "type: ignore" comments are counted.
    """

    def __init__(self) -> None:
        self._turns: dict[FuncDef, tuple[TypeChecker, int | None]] = {}

    def due(self, checker: TypeChecker) -> FuncDef | None:
        """Return the function that ``checker`` is in when this is the first hook call of its second turn."""
        function = checker.scope.top_level_function()
        if not isinstance(function, FuncDef):
            return None
        seen, turn = self._turns.get(function, (None, None))
        if seen is not checker:
            if next(functions.async_functions([function]), None) is None:
                return None
            self._turns[function] = (checker, checker.pass_num)
            checker.defer_node(function, checker.scope.enclosing_class(function))
        elif turn is not None and checker.pass_num > turn:
            self._turns[function] = (checker, None)
            return function
        return None


@contextmanager
def unfiltered(errors: Errors) -> Iterator[None]:
    """Report although mypy may be trying an overload, where it holds errors back."""
    watchers = errors._watchers
    errors._watchers = []
    try:
        yield
    finally:
        errors._watchers = watchers
