"""Columns of a row that the query left out: reading one fetches it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.types import NoneType

from aobjects_mypy import diagnostics, names
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.models.model_schema import ModelSchema


def read(
    analysis: Analysis,
    row_name: Address,
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
            found = diagnostics.deferred_field(column, model, source, row.state.query)
            analysis.report(found.as_unproven() if column in row.state.unproven else found, node)
    read = replace(row, state=row.state.with_deferred(row.state.deferred - columns))
    analysis.state.heap[row_name] = read
    return read


def value(schema: ModelSchema, column: str, declared: Type | None) -> Type | None:
    """Return what a row has in a column, where only the field is known that declares it."""
    for instance in instances.instances(declared):
        field = instances.as_supertype(instance, names.FIELD)
        if field is None:
            continue
        gives = field.args[-1] if field.args else None
        if gives is None or instances.is_any(gives):
            return None
        return instances.union([gives, NoneType()]) if column in schema.nullable_columns else gives
    return declared
