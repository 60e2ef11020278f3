"""Judge the async code of a module, and sum up its sync functions for callers in other modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.features import misuse
from aobjects_mypy.flow import functions
from aobjects_mypy.flow.summaries import Summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.checker import TypeChecker

    from aobjects_mypy.schema import Schema


class Judge:
    """What the plugin needs for modules that are checked, and for no other."""

    def __init__(
        self,
        schema: Schema,
        lookup: Callable[[str], nodes.TypeInfo | None],
        module: Callable[[str], nodes.MypyFile | None],
    ) -> None:
        self._schema: Final = schema
        self._lookup: Final = lookup
        self.summaries: Final = Summaries(schema, lookup, module)

    def report(self, checker: TypeChecker, body: list[nodes.Statement]) -> None:
        """Report the lines of async code below ``body`` that are unsafe; all types are known."""
        if checker.tree.is_stub:
            return
        try:
            misused = list(misuse.find(body, _calls_in(body, checker), checker._type_maps[0]))
        except Exception:
            if checker.options.show_traceback:
                raise
            misused = []
        for node, diagnostic in misused:
            checker.fail(diagnostic.message, node, code=diagnostic.code)
        for function, decorator in functions.async_functions(body):
            if function.type is None and not checker.options.check_untyped_defs:
                continue
            try:
                found = functions.interpret(
                    function,
                    decorator,
                    checker.tree.fullname,
                    checker._type_maps[0],
                    self._schema,
                    self._lookup,
                    self.summaries,
                )
            except Exception:
                # One function that we do not understand must not cost the user the whole run.
                if checker.options.show_traceback:
                    raise
                continue
            for node, diagnostic in found:
                checker.fail(diagnostic.message, node, code=diagnostic.code)


def _calls_in(body: list[nodes.Statement], checker: TypeChecker) -> list[nodes.CallExpr]:
    """Return the calls in ``body``: those of the module to which mypy gave a type, or of one function."""
    calls = [expr for expr in checker._type_maps[0] if isinstance(expr, nodes.CallExpr)]
    if body is checker.tree.defs:
        return calls
    lines = [(statement.line, statement.end_line or statement.line) for statement in body]
    return [call for call in calls if any(first <= call.line <= last for first, last in lines)]
