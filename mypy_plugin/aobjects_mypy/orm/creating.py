"""The rows that ``create()``, ``get_or_create()`` and their like return."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.domain import heap, load_state
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.orm import writing
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.models.model_schema import Relation
    from aobjects_mypy.syntax.call import Call


def created(analysis: Analysis, model: Instance, entry: heap.QuerySet, call: Call) -> Address:
    row = analysis.address_of(writing.construct(analysis, model, call, saved=True))
    schema = analysis.schema.model(entry.model)
    for name, related in entry.related.items():
        owner = analysis.state.heap.get(related)
        if schema is not None and isinstance(owner, heap.Row):
            created = analysis.state.heap.get(row)
            if isinstance(created, heap.Row):
                analysis.state.heap[row] = created.linked(name, related)
    return row


def found_or_created(
    analysis: Analysis, model: Instance, entry: heap.QuerySet, found: Address, name: str, call: Call
) -> Address:
    """Join ``found``, the row that was there, with the row that was made: only what both have is loaded."""
    schema = analysis.model_of(model.type)
    if call.has_unpacking or schema is None:
        analysis.state.heap[found] = heap.unknown_row(entry.model)
        return found
    set_on_both = _items(analysis, call, "defaults") if name == "update_or_create" else {}
    if set_on_both is None:
        analysis.state.heap[found] = heap.unknown_row(entry.model)
        return found
    defaults = _items(analysis, call, "create_defaults" if "create_defaults" in call.keywords else "defaults")
    lookups = {
        key: argument.value
        for key, argument in call.keywords.items()
        if key not in ("defaults", "create_defaults", "through_defaults")
    }
    values = {**lookups, **(defaults or {})}
    created = heap.Row(entry.model, writing.constructed_state(schema, values, saved=True), entry.related)
    for key, value in values.items():
        if key in schema.relations:
            related = next((addresses.address_of(item) for item in instances.instances(value)), None)
            if related is not None:
                created = created.linked(key, related)
                _perhaps_known_to(analysis, related, schema.relations[key])
            else:
                created = replace(created, state=created.state.with_relation(key, load_state.UNKNOWN))
    fetched = analysis.state.heap[found]
    joined = heap.join_entries(fetched, created)
    if isinstance(joined, heap.Row) and isinstance(fetched, heap.Row):
        analysis.state.heap[found] = replace(
            joined,
            state=joined.state.at_query_of(fetched.state),
            links={**joined.links, **entry.related},
        )
    for key, value in set_on_both.items():
        writing.set_attribute(analysis, found, schema, key, value)
    return found


def _perhaps_known_to(analysis: Analysis, related: Address, relation: Relation) -> None:
    """Of a one-to-one relation, the row that was given knows the new one; it knows none that was there."""
    other, inverse = analysis.state.heap.get(related), relation.inverse
    if inverse and isinstance(other, heap.Row) and other.status(inverse) is Status.MISSING:
        analysis.state.heap[related] = replace(other, state=other.state.perhaps_with(inverse))


def _items(analysis: Analysis, call: Call, name: str) -> dict[str, Type | None] | None:
    argument = call.keywords.get(name) or (
        call.positional[0] if name == "defaults" and call.positional else None
    )
    if argument is None:
        return {}
    if not isinstance(argument.expr, nodes.DictExpr):
        # The keywords that a function was called with, say.
        entry = analysis.entry_of(argument.value) if argument.value is not None else None
        if not isinstance(entry, heap.Record) or not entry.is_whole:
            return None
        return dict(entry.items)
    found: dict[str, Type | None] = {}
    for key, value in argument.expr.items:
        text = expressions.string(key) if key is not None else None
        if text is None:
            return None
        found[text] = analysis.displayed.get(value)
    return found


def saved(analysis: Analysis, rows: Type | None) -> None:
    """Record that all these rows have a key from now on."""
    for instance in instances.tagged_instances(rows):
        writing.saved(analysis, instance)
