"""Writing to a row: its attributes, its constructor, ``save()`` and ``refresh_from_db()``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, NoneType, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.domain.column_value import PRESENT
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, LoadState
from aobjects_mypy.models.model_schema import Kind
from aobjects_mypy.orm import column_values, content_types, managers, relations
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.models.model_schema import ModelSchema, Relation
    from aobjects_mypy.syntax.call import Argument, Call


def assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> None:
    """Record ``row.name = value``."""
    schema = analysis.model_of(instance.type)
    found = analysis.row(instance)
    if schema is None or found is None:
        return
    set_attribute(analysis, found[0], schema, target.name, value, source)
    row = analysis.state.heap.get(found[0])
    if isinstance(row, heap.Row) and instance.type.get(target.name) is None:
        # No field and no name of the class: it is on the row from now on.
        state = row.state.with_value(target.name, PRESENT)
        analysis.state.heap[found[0]] = replace(row, state=state)
    if target.name in schema.relations:
        ask_content_type(analysis, schema.relations[target.name], value, target)


def set_attribute(
    analysis: Analysis,
    row_name: Address,
    schema: ModelSchema,
    name: str,
    value: Type | None,
    source: nodes.Expression | None = None,
) -> None:
    row = analysis.state.heap.get(row_name)
    if not isinstance(row, heap.Row):
        return
    relation = schema.relations.get(name)
    column = schema.column(name)
    is_key = any(column in other.attnames for other in schema.relations.values())
    if not analysis.types.are_inferred and row.origin is not None and (relation is not None or is_key):
        analysis.sink.add_change(row.origin)
    if relation is not None:
        related = next(
            (addresses.address_of(item) for item in instances.instances(value) if relations.is_row(item)),
            None,
        )
        if related is None:
            related = analysis.allocate(
                address_parts.below(row_name, name), heap.unknown_row(relation.target or "")
            )
        # The columns of the relation are set with it, so they are not deferred any more.
        state = row.state.with_deferred(row.state.deferred - set(relation.attnames))
        state = state.without_values(relation.attnames)
        column_values.changed(analysis, row_name, relation.attnames)
        analysis.state.heap[row_name] = replace(row, state=state).linked(name, related)
        other = analysis.state.heap.get(related)
        if relation.inverse and isinstance(other, heap.Row):
            analysis.state.heap[related] = other.linked(relation.inverse, row_name)
        return
    if column is None:
        analysis.state.heap[row_name] = replace(row, state=row.state.without_values({name}))
        return
    if isinstance(source, nodes.MemberExpr) and source.name == name:
        # The key of the same relation, copied: Django drops the cached row only when the value changes.
        return
    dropped = frozenset(
        relation.name
        for relation in schema.relations.values()
        if column in relation.attnames and name != "pk"
    )
    changed = row.without(dropped) if dropped else row
    column_values.changed(analysis, row_name, {column})
    changed = replace(changed, state=column_values.assigned(analysis, schema, changed.state, column, value))
    if isinstance(get_proper_type(value) if value is not None else None, NoneType):
        # Without a key there is no row to fetch: Django answers None, or says that there is none.
        for relation_name in dropped:
            changed = replace(changed, state=changed.state.with_relation(relation_name, UNKNOWN))
    analysis.state.heap[row_name] = replace(
        changed, state=changed.state.with_deferred(changed.state.deferred - {column})
    )


def ask_content_type(analysis: Analysis, relation: Relation, value: Type | None, node: nodes.Context) -> None:
    """A generic foreign key keeps the content type of the row that it is given."""
    for item in instances.instances(value) if relation.kind is Kind.GENERIC else []:
        other = analysis.model_of(item.type)
        if other is not None:
            analysis.ask_caller()
            content_types.ask(analysis, other.fullname, node, relation.name)


def keep_content_type(analysis: Analysis, relation: Relation, value: Type | None) -> None:
    """What ``create()`` saves, it has made before: its content type has been asked for."""
    for item in instances.instances(value) if relation.kind is Kind.GENERIC else []:
        other = analysis.model_of(item.type)
        if other is not None:
            content_types.keep(analysis, other.fullname)


def delete(analysis: Analysis, instance: Instance, target: nodes.MemberExpr) -> None:
    """Record ``del row.name``: a field without a value is read from the database again."""
    schema = analysis.model_of(instance.type)
    found = analysis.row(instance)
    column = schema.column(target.name) if schema is not None else None
    if found is not None and column is not None:
        name, row = found
        analysis.state.heap[name] = replace(row, state=row.state.with_deferred(row.state.deferred | {column}))


def construct(analysis: Analysis, model: Instance, call: Call, *, saved: bool = False) -> Instance:
    """Return the row that ``Model(...)`` or ``create(...)`` makes."""
    schema = analysis.model_of(model.type)
    if schema is None:
        return model
    if call.positional or call.has_unpacking:
        return addresses.with_address(model, analysis.allocate(call.node, heap.unknown_row(schema.fullname)))
    values = {name: argument.value for name, argument in call.keywords.items()}
    state = column_values.constructed(
        analysis, schema, constructed_state(schema, values, saved=saved), values
    )
    name = analysis.allocate(call.node, heap.Row(schema.fullname, state))
    for keyword, value in values.items():
        if keyword in schema.relations:
            set_attribute(analysis, name, schema, keyword, value)
            if saved:
                keep_content_type(analysis, schema.relations[keyword], value)
            else:
                ask_content_type(analysis, schema.relations[keyword], value, call.node)
    row = analysis.state.heap[name]
    if isinstance(row, heap.Row) and not saved:
        analysis.state.heap[name] = replace(row, given=frozenset(values))
    return addresses.with_address(model, name)


def constructed_state(schema: ModelSchema, values: Mapping[str, object], *, saved: bool) -> LoadState:
    """Return the state of a row made from keyword arguments.

    A relation that was not given has no key, so Django answers without a query (``None``, or
    ``RelatedObjectDoesNotExist``).
    """
    state = FRESH
    has_key = saved or any(name == "pk" or schema.column(name) in schema.pk_columns for name in values)
    for relation in schema.relations.values():
        if relation.kind is Kind.REVERSE_ONE_TO_ONE:
            loaded = not has_key
        else:
            loaded = not any(_has_value(values, attname) for attname in relation.attnames)
        if loaded:
            state = state.with_relation(relation.name, UNKNOWN)
    return state


def _has_value(values: Mapping[str, object], name: str) -> bool:
    if name not in values:
        return False
    value = values[name]
    return not (isinstance(value, Type) and isinstance(get_proper_type(value), NoneType))


def refresh(analysis: Analysis, instance: Instance, call: Call, from_queryset: LoadState | None) -> None:
    """Record ``refresh_from_db``: the relations that it read again are no longer cached."""
    schema = analysis.model_of(instance.type)
    found = analysis.row(instance)
    if schema is None or found is None:
        return
    name, row = found
    fields = call.argument(1, "fields")
    if fields is None or expressions.is_none(fields.expr):
        state = replace(row.state.reloaded(), deferred=row.state.deferred)
        fetched = from_queryset or managers.rows_behind(analysis, schema)
        for relation_name, related in fetched.relations.items():
            # Django copies the cached rows of concrete fields only from the instance it has fetched.
            if relation_name in schema.relations and schema.relations[relation_name].kind is Kind.FORWARD:
                state = state.with_relation(relation_name, related)
        analysis.state.heap[name] = replace(row, state=state, links={}, given=None)
        return
    listed = expressions.literal_strings(fields.expr)
    if listed is None:
        analysis.state.heap[name] = heap.unknown_row(row.model)
        return
    columns = {column for field in listed if (column := schema.column(field))}
    dropped = frozenset(
        relation.name
        for relation in schema.relations.values()
        if relation.name in listed or columns & set(relation.attnames)
    ) | (frozenset(listed) & frozenset(schema.managers))
    refreshed = row.without(dropped) if dropped else row
    read = refreshed.state.without_values(columns)
    analysis.state.heap[name] = replace(refreshed, state=read.with_deferred(read.deferred - columns))


def saved(
    analysis: Analysis,
    instance: Instance,
    update_fields: Argument | None = None,
    force_insert: Argument | None = None,
) -> None:
    """Record ``save()``: a row that was never saved has a key from now on; what is written was read."""
    schema = analysis.model_of(instance.type)
    found = analysis.row(instance)
    if schema is None or found is None:
        return
    name, row = found
    if update_fields is not None and not expressions.is_none(update_fields.expr):
        written = expressions.literal_strings(update_fields.expr) or ()
        columns = frozenset(column for field in written if (column := schema.column(field)))
    else:
        inserts = force_insert is not None and expressions.is_name(force_insert.expr, names.TRUE)
        columns = _written_whole(schema, row, inserts=inserts)
    if columns & row.state.deferred:
        row = replace(row, state=row.state.with_deferred(row.state.deferred - columns))
        analysis.state.heap[name] = row
    if row.given is None:
        return
    reverse = {
        relation.name for relation in schema.relations.values() if relation.kind is Kind.REVERSE_ONE_TO_ONE
    }
    analysis.state.heap[name] = replace(row.without(frozenset(reverse - set(row.links))), given=None)


def _written_whole(schema: ModelSchema, row: heap.Row, *, inserts: bool) -> frozenset[str]:
    """Return the columns that ``save()`` reads before it writes them: every one, or none.

    Django writes the columns that are loaded; where none is, and where it has to insert, it writes them all.
    """
    others = schema.columns - schema.pk_columns
    # A child that was reached from its parent has the parent's key, which counts as a loaded column.
    is_child = any(relation.kind is Kind.PARENT_LINK for relation in schema.relations.values())
    is_bare = others <= row.state.deferred and not schema.generated_columns and not (row.path and is_child)
    return others - schema.generated_columns if is_bare or inserts else frozenset()
