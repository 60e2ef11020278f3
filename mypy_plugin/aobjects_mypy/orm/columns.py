"""Columns of a row that the query left out: reading one fetches it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain import heap


def read(
    analysis: Analysis,
    row_name: str,
    row: heap.Row,
    columns: frozenset[str],
    node: nodes.Context,
    source: str,
) -> heap.Row:
    """Read columns of the row; report the deferred ones, which are loaded from then on."""
    model = row.model.rpartition(".")[2]
    for column in sorted(columns & row.state.deferred):
        maybe = column in row.state.mixed and analysis.is_under_known_condition
        if not row.state.blocks_fetches and not maybe:
            analysis.report(diagnostics.deferred_field(column, model, source, row.state.line), node)
    read = replace(row, state=row.state.with_deferred(row.state.deferred - columns))
    analysis.state.heap[row_name] = read
    return read
