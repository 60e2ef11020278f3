"""What is loaded on a row, in words: for the hover of an editor, and for an inlay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.domain import heap
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.host.seen import SeenRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mypy import nodes

    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.models.schema import Schema


def described(
    shown: Mapping[nodes.Expression, tuple[heap.Row | heap.QuerySet, bool]], schema: Schema
) -> Iterator[SeenRow]:
    """Yield what is known of each row or queryset that an interpreter has seen."""
    for expr, (entry, is_bound) in shown.items():
        if expr.end_line is None or expr.end_column is None:
            continue
        loaded = list(_loaded(entry.state))
        text = "\n\n".join(_paragraphs(entry, loaded, schema))
        hint = ", ".join(loaded) if is_bound else ""
        yield SeenRow(expr.line, expr.column, expr.end_line, expr.end_column, text, hint)


def _paragraphs(entry: heap.Row | heap.QuerySet, loaded: list[str], schema: Schema) -> Iterator[str]:
    model, state = schema.model(entry.model), entry.state
    name = f"**{entry.model.rpartition('.')[2]}**"
    if isinstance(entry, heap.QuerySet):
        yield f"Queryset of {name}"
    else:
        line = f", loaded by the query on line {state.line}" if state.line is not None else ""
        yield f"A row of {name}{line}" if line else f"A row of {name}"
    if loaded:
        yield f"Loaded: {_listed(loaded)}"
    if model is not None:
        relations = [*model.relations, *model.managers]
        missing = [each for each in model.relations if state.relation_status(each) is Status.MISSING]
        if missing:
            yield f"Not loaded: {_listed(missing)}"
        elif relations and not state.known:
            yield "What else is loaded is not visible here"
    if state.deferred:
        yield f"Deferred: {_listed(sorted(state.deferred))}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _loaded(state: LoadState, prefix: str = "", depth: int = 3) -> Iterator[str]:
    """Yield the paths that are loaded, as a query names them."""
    for name, related in {**state.relations, **state.managers}.items():
        yield f"{prefix}{name}"
        if depth:
            yield from _loaded(related, f"{prefix}{name}__", depth - 1)
    yield from (f"{prefix}{name}" for name in state.attributes)
