"""Judge the async code of a module, and sum up its sync functions for callers in other modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.features import misuse
from aobjects_mypy.flow import functions
from aobjects_mypy.flow.summaries import Summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from mypy.checker import TypeChecker

    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.schema import Schema


class Judge:
    """What the plugin needs for modules that are checked, and for no other."""

    def __init__(
        self,
        schema: Schema,
        lookup: Callable[[str], nodes.TypeInfo | None],
        module: Callable[[str], nodes.MypyFile | None],
        reached: Callable[[str], Collection[str] | None],
    ) -> None:
        self._schema: Final = schema
        self.lookup: Final = lookup
        self.summaries: Final = Summaries(schema, lookup, module, reached)

    def find(
        self, checker: TypeChecker, body: list[nodes.Statement]
    ) -> Iterator[tuple[nodes.Context, Diagnostic]]:
        """Yield what is unsafe in the async code of ``body``; all its types are known, and no others are."""
        if checker.tree.is_stub:
            return
        types = checker._type_maps[0]
        calls = (expr for expr in types if isinstance(expr, nodes.CallExpr))
        try:
            misused = list(misuse.find(body, calls, types))
        except Exception:
            if checker.options.show_traceback:
                raise
            misused = []
        yield from misused
        for function, decorator in functions.async_functions(body):
            if function.type is None and not checker.options.check_untyped_defs:
                continue
            try:
                found = functions.interpret(
                    function,
                    decorator,
                    checker.tree.fullname,
                    types,
                    self._schema,
                    self.lookup,
                    self.summaries,
                )
            except Exception:
                # One function that we do not understand must not cost the user the whole run.
                if checker.options.show_traceback:
                    raise
                continue
            yield from found
