"""Whether a path of relations, managers and fields is loaded on a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.domain import heap
from aobjects_mypy.domain.address_parts import NOWHERE
from aobjects_mypy.domain.load_state import Status

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.models.model_schema import ModelSchema


def status(analysis: Analysis, row: heap.Row, schema: ModelSchema, path: list[str]) -> Status:
    """Return whether everything along ``path`` is loaded on the row: the worst that was found."""
    head, rest = path[0], path[1:]
    relation, manager = schema.relations.get(head), schema.managers.get(head)
    if relation is None and manager is None:
        return Status.MISSING if schema.column(head) in row.state.deferred else Status.LOADED
    if manager is not None:
        found, state = row.state.manager_status(head), row.state.managers.get(head)
    else:
        found, state = row.status(head), row.state.relations.get(head)
    if found is not Status.LOADED or not rest:
        return found
    target = relation.target if relation is not None else manager.target if manager is not None else None
    inner = analysis.schema.model(target) if target is not None else None
    linked = analysis.state.heap.get(row.links.get(head, NOWHERE))
    related = linked if isinstance(linked, heap.Row) else heap.Row("", state) if state is not None else None
    return (
        status(analysis, related, inner, rest)
        if related is not None and inner is not None
        else Status.UNPROVEN
    )


def status_by_name(analysis: Analysis, row: heap.Row, schema: ModelSchema, path: list[str]) -> Status:
    """Return whether reading the attributes of ``path``, one of the other, is known to run a query."""
    length = 0
    current: ModelSchema | None = schema
    while current is not None and length < len(path):
        relation = current.relations.get(path[length])
        if relation is None:
            # A column; what else has a name (a method, a manager) says nothing by being read.
            length += current.column(path[length]) is not None
            break
        length += 1
        current = analysis.schema.model(relation.target) if relation.target is not None else None
    return status(analysis, row, schema, path[:length]) if length else Status.LOADED
