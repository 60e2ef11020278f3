"""An interpreter that writes down what is loaded where: for an editor that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from typing_extensions import override

from aobjects_mypy.domain import heap
from aobjects_mypy.interpreter.interpreter import Interpreter
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.types import Type

    from aobjects_mypy.domain.load_state import LoadState

_SHOWN: Final = (nodes.NameExpr, nodes.MemberExpr, nodes.IndexExpr, nodes.AwaitExpr, nodes.CallExpr)


class WatchedInterpreter(Interpreter):
    """Keeps the row or queryset that each expression stood for when it was last evaluated."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.shown: Final[dict[nodes.Expression, tuple[heap.Row | heap.QuerySet, bool]]] = {}
        """With whether it is a name that gets it here; the state has in it what the row is linked to."""

    @override
    def evaluate(self, expr: nodes.Expression) -> Type | None:
        value = super().evaluate(expr)
        if isinstance(expr, _SHOWN):
            self._show(expr, value, is_bound=False)
        return value

    @override
    def assign(self, target: nodes.Expression, value: Type | None, source: nodes.Expression | None) -> None:
        super().assign(target, value, source)
        if isinstance(target, nodes.NameExpr):
            self._show(target, value, is_bound=True)

    def _show(self, expr: nodes.Expression, value: Type | None, *, is_bound: bool) -> None:
        for instance in instances.instances(value):
            entry = self.entry(instance)
            if isinstance(entry, heap.Row):
                self.shown[expr] = replace(entry, links={}, state=whole(entry, self.state.heap)), is_bound
                return
            if isinstance(entry, heap.QuerySet) and not entry.gives_values:
                self.shown[expr] = entry, is_bound
                return


def whole(row: heap.Row, entries: Mapping[Any, Any], depth: int = 3) -> LoadState:
    """Return the state of a row with what it is linked to."""
    state = row.state
    for name, address in row.links.items():
        other = entries.get(address)
        if isinstance(other, heap.Row) and depth:
            state = state.with_relation(name, whole(other, entries, depth - 1))
    return state
