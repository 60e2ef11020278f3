"""Reading and changing the attributes of a model instance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type, UnionType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, LoadState, Status, join
from aobjects_mypy.models.schema import Kind
from aobjects_mypy.orm import querysets
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.models.schema import ModelSchema, RelatedRows, Relation
    from aobjects_mypy.syntax.call import Argument, Call

_KEY_NAMES: Final = frozenset({"pk", "id"})


def is_row(instance: Instance) -> bool:
    return instance.type.has_base(names.MODEL)


def read(
    analysis: Analysis, instance: Instance, name: str, node: nodes.Context, result: Type | None, source: str
) -> Type | None:
    """Read the attribute ``name`` of a row; report it when that runs a query."""
    schema = analysis.model_of(instance.type)
    if schema is None:
        return result
    found = analysis.row(instance)
    if name in schema.relations:
        return _read_relation(analysis, found, schema, schema.relations[name], node, result, source)
    awaited = _behind_accessor(instance, schema, name)
    if awaited in schema.relations and found is not None:
        with analysis.off_loop():
            return _read_relation(analysis, found, schema, schema.relations[awaited], node, result, source)
    if awaited in schema.managers:
        return _related_manager(
            analysis, found, schema.managers[awaited], node, result, source, is_async=True
        )
    if name in schema.managers:
        return _related_manager(analysis, found, schema.managers[name], node, result, source)
    if found is None:
        return result
    row_name, row = found
    if name in row.state.attributes:
        return _kept_rows(analysis, row_name, row, name, result)
    column = schema.column(name)
    if column is not None and row.origin is not None and column not in schema.pk_columns:
        path = f"{row.path}__{name}" if row.path else name
        analysis.record_precondition(row.origin, path, (analysis.step(f'"{name}" of "{schema.name}"', node),))
    if column is not None and column in row.state.deferred:
        _read_columns(analysis, row_name, row, frozenset({column}), node, source)
    return result


def _behind_accessor(instance: Instance, schema: ModelSchema, name: str) -> str:
    """Return ``author`` for ``aauthor``; nothing where the project has a name of its own."""
    symbol = instance.type.get(name) if name.startswith("a") else None
    is_accessor = symbol is not None and isinstance(symbol.node, nodes.Var) and schema.column(name) is None
    return name[1:] if is_accessor and instance.type.has_base(names.ASYNC_MODEL) else ""


def _read_relation(
    analysis: Analysis,
    found: tuple[str, heap.Row] | None,
    schema: ModelSchema,
    relation: Relation,
    node: nodes.Context,
    result: Type | None,
    source: str,
) -> Type | None:
    if found is None:
        # No name holds the row: a cast, a call, an element of something that was given.
        unseen = heap.unknown_row(schema.fullname)
        analysis.report(_unloaded(analysis, unseen, schema, relation, source).as_unproven(), node)
        return result
    row_name, row = found
    status = _status(analysis, row, relation)
    if status is Status.MISSING and relation.name in row.state.mixed and analysis.is_under_known_condition:
        # "if expand: qs = qs.select_related(...)", and later "if expand: ..." again.
        status = Status.UNPROVEN
    if status is not Status.LOADED and not row.state.blocks_fetches:
        error = _unloaded(analysis, row, schema, relation, source)
        analysis.report(error if status is Status.MISSING else error.as_unproven(), node)
        if status is Status.UNPROVEN and row.origin is not None:
            path = f"{row.path}__{relation.name}" if row.path else relation.name
            analysis.record_precondition(row.origin, path, (analysis.step(error.subject, node),))
    if row.state.deferred & set(relation.attnames):
        # Fetching the row reads its key first.
        row = replace(row, state=row.state.with_deferred(row.state.deferred - set(relation.attnames)))
    if row.state.fetches_peers and status is not Status.LOADED:
        _load_on_peers(analysis, row_name, row, relation)
    related = _related_row(analysis, row_name, row, relation, status)
    if relation.target is None or (result is None and analysis.types.are_inferred):
        return result
    if result is None or not analysis.types.are_inferred or isinstance(get_proper_type(result), AnyType):
        target = analysis.instance_of(relation.target)
        if target is None:
            return result
        row_behind = addresses.with_address(target, related)
        return UnionType([row_behind, NoneType()]) if relation.nullable else row_behind
    return instances.tag_all(result, {relation.target: related})


def fetch(
    analysis: Analysis, instance: Instance, field: nodes.MemberExpr, result: Type | None
) -> Type | None:
    """Load the relation that a class attribute names, and return ``result`` with its row."""
    schema, found = analysis.model_of(instance.type), analysis.row(instance)
    relation = schema.relations.get(field.name) if schema is not None else None
    if schema is None or found is None or relation is None:
        return result
    with analysis.off_loop():
        return _read_relation(analysis, found, schema, relation, field, result, "")


def _load_on_peers(analysis: Analysis, row_name: str, row: heap.Row, relation: Relation) -> None:
    """Record that the rows of the same query have the relation too."""
    for name, other in list(analysis.state.heap.items()):
        if name == row_name or not isinstance(other, heap.Row) or other.model != row.model:
            continue
        if other.state.fetches_peers and other.state.line == row.state.line:
            analysis.state.heap[name] = replace(
                other, state=other.state.with_relation(relation.name, UNKNOWN)
            )


def _status(analysis: Analysis, row: heap.Row, relation: Relation) -> Status:
    if relation.kind is Kind.PARENT_LINK and relation.name not in row.links:
        # Django builds the parent from the child's own columns, unless one of them is deferred.
        parent = analysis.schema.model(relation.target) if relation.target else None
        needed = parent.columns if parent is not None else frozenset()
        return Status.MISSING if row.state.deferred & needed else Status.LOADED
    return row.status(relation.name)


def _related_row(analysis: Analysis, row_name: str, row: heap.Row, relation: Relation, status: Status) -> str:
    """Return the object that the relation holds from now on."""
    if relation.name in row.links:
        return row.links[relation.name]
    if status is Status.LOADED:
        state = row.state.relations.get(relation.name, UNKNOWN)
        if relation.kind is Kind.PARENT_LINK:
            state = FRESH
    elif status is Status.MISSING and not analysis.is_on_loop:
        target = analysis.schema.model(relation.target) if relation.target else None
        state = querysets.rows_behind(analysis, target)
        if relation.name in row.state.held:
            # Fetched where it was missing; elsewhere it is what it was.
            state = join(state, row.state.held[relation.name])
    else:
        # The read was reported: one error for a chain is enough, unless some ways get past it.
        state = row.state.held.get(relation.name, UNKNOWN)
    if row.state.blocks_fetches:
        state = replace(state, blocks_fetches=True)
    if state.known and state.line is None:
        state = state.at_line_of(row.state)
    path = f"{row.path}__{relation.name}" if row.path else relation.name
    related = heap.Row(relation.target or "", state, path=path, origin=row.origin)
    if relation.inverse:
        related = related.linked(relation.inverse, row_name)
    name = analysis.allocate(f"{row_name}.{relation.name}", related)
    analysis.state.heap[row_name] = row.linked(relation.name, name)
    return name


def _unloaded(
    analysis: Analysis, row: heap.Row, schema: ModelSchema, relation: Relation, source: str
) -> Diagnostic:
    parent = analysis.parent()
    whole_path = f"{row.path}__{relation.name}" if row.path else relation.name
    if isinstance(parent, nodes.MemberExpr):
        if parent.name in _KEY_NAMES and len(relation.attnames) == 1 and relation.kind is Kind.FORWARD:
            return diagnostics.lazy_relation_key(
                relation.name, schema.name, f"{source}.{relation.attnames[0]}"
            )
        target = analysis.schema.model(relation.target) if relation.target else None
        if target is not None and parent.name in target.relations and target.relations[parent.name].target:
            whole_path = f"{whole_path}__{parent.name}"
    awaitable = f"await sync_to_async(lambda: {source}.{relation.name})()"
    model = analysis.typeinfo(schema.fullname)
    if model is not None and _behind_accessor(Instance(model, []), schema, f"a{relation.name}"):
        awaitable = f"await {source}.a{relation.name}"
    words = diagnostics.lazy_generic_relation if relation.kind is Kind.GENERIC else diagnostics.lazy_relation
    return words(relation.name, schema.name, whole_path, row.state.line, awaitable)


def _read_columns(
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


def _related_manager(
    analysis: Analysis,
    found: tuple[str, heap.Row] | None,
    manager: RelatedRows,
    node: nodes.Context,
    result: Type | None,
    source: str,
    *,
    is_async: bool = False,
) -> Type | None:
    owner, row = found if found is not None else (None, None)
    if owner is not None and row is not None and manager.attnames & row.state.deferred:
        row = _read_columns(analysis, owner, row, manager.attnames, node, source)
    status = row.state.manager_status(manager.name) if row is not None else Status.UNPROVEN
    if row is not None and manager.name in row.state.mixed and analysis.is_under_known_condition:
        # "if deep: qs = qs.prefetch_related(...)", and later "if deep: ..." again.
        status = Status.UNPROVEN if status is Status.MISSING else status
    state = row.state.managers[manager.name] if row is not None and status is Status.LOADED else FRESH
    if row is not None and row.state.blocks_fetches:
        state = replace(state, blocks_fetches=True)
    schema = analysis.schema.model(manager.target)
    base = querysets.of_manager(analysis, schema, None, node) if schema is not None else None
    if status is not Status.LOADED:
        state = base.state if base is not None else UNKNOWN
        if row is not None and status is Status.UNPROVEN and manager.name in row.state.held:
            # A read that raises nothing went a way on which they were fetched.
            state = row.state.held[manager.name]
            base = replace(base, only=None, defer=frozenset()) if base is not None else None
        if row is not None and row.state.blocks_fetches:
            state = replace(state, blocks_fetches=True)
    entry = heap.QuerySet(
        manager.target,
        state,
        only=base.only if base is not None else None,
        defer=base.defer if base is not None else frozenset(),
        classes=base.classes if base is not None else (),
        cache={Status.LOADED: Cache.FILLED, Status.UNPROVEN: Cache.UNPROVEN, Status.MISSING: Cache.COLD}[
            status
        ],
        is_manager=True,
        ordered=(schema is not None and schema.is_ordered) or (status is Status.LOADED and state.ordered),
        related={manager.back: owner} if manager.back and owner else {},
        owner=owner,
        name=manager.name,
    )
    name = analysis.allocate(node, entry, role=f".{manager.name}")
    for instance in instances.instances(result if analysis.types.are_inferred else None):
        return addresses.with_address(instance, name)
    target = analysis.instance_of(manager.target)
    related = names.ASYNC_RELATED_MANAGER if is_async else names.RELATED_MANAGER
    typ = analysis.instance_of(related, [target]) if target is not None else None
    return addresses.with_address(typ, name) if typ is not None else result


def _kept_rows(
    analysis: Analysis, row_name: str, row: heap.Row, name: str, result: Type | None
) -> Type | None:
    if result is None:
        return None
    objects = {}
    state = row.state.attributes[name]
    for info in instances.untagged_classes(result):
        schema = analysis.model_of(info)
        if schema is not None:
            # The prefetch has filled in the way back to this very row.
            back = {
                relation: row_name
                for relation in state.prefetched & set(schema.relations)
                if schema.relations[relation].target == row.model and not state.relations[relation].known
            }
            objects[info.fullname] = analysis.allocate(
                f"{row_name}.{name}[]", heap.Row(info.fullname, state, back)
            )
    return instances.tag_all(result, objects)


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


def set_attribute(
    analysis: Analysis,
    row_name: str,
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
            (addresses.address_of(item) for item in instances.instances(value) if is_row(item)), None
        )
        if related is None:
            related = analysis.allocate(f"{row_name}.{name}", heap.unknown_row(relation.target or ""))
        # The columns of the relation are set with it, so they are not deferred any more.
        state = row.state.with_deferred(row.state.deferred - set(relation.attnames))
        analysis.state.heap[row_name] = replace(row, state=state).linked(name, related)
        other = analysis.state.heap.get(related)
        if relation.inverse and isinstance(other, heap.Row):
            analysis.state.heap[related] = other.linked(relation.inverse, row_name)
        return
    if column is None:
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
    if isinstance(get_proper_type(value) if value is not None else None, NoneType):
        # Without a key there is no row to fetch: Django answers None, or says that there is none.
        for relation_name in dropped:
            changed = replace(changed, state=changed.state.with_relation(relation_name, UNKNOWN))
    analysis.state.heap[row_name] = replace(
        changed, state=changed.state.with_deferred(changed.state.deferred - {column})
    )


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
    name = analysis.allocate(
        call.node, heap.Row(schema.fullname, constructed_state(schema, values, saved=saved))
    )
    for keyword, value in values.items():
        if keyword in schema.relations:
            set_attribute(analysis, name, schema, keyword, value)
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


def literal_fields(expr: nodes.Expression) -> list[str] | None:
    """Return the strings of a literal list, tuple or set."""
    if not isinstance(expr, (nodes.ListExpr, nodes.TupleExpr, nodes.SetExpr)):
        return None
    found = [expressions.string(item) for item in expr.items]
    return None if any(item is None for item in found) else [item for item in found if item is not None]


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
        fetched = from_queryset or querysets.rows_behind(analysis, schema)
        for relation_name, related in fetched.relations.items():
            # Django copies the cached rows of concrete fields only from the instance it has fetched.
            if relation_name in schema.relations and schema.relations[relation_name].kind is Kind.FORWARD:
                state = state.with_relation(relation_name, related)
        analysis.state.heap[name] = replace(row, state=state, links={}, given=None)
        return
    listed = literal_fields(fields.expr)
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
    analysis.state.heap[name] = replace(
        refreshed, state=refreshed.state.with_deferred(refreshed.state.deferred - columns)
    )


def saved(analysis: Analysis, instance: Instance, update_fields: Argument | None = None) -> None:
    """Record ``save()``: a row that was never saved has a key from now on; what is written was read."""
    schema = analysis.model_of(instance.type)
    found = analysis.row(instance)
    if schema is None or found is None:
        return
    name, row = found
    written = literal_fields(update_fields.expr) if update_fields is not None else None
    columns = frozenset(column for field in written or () if (column := schema.column(field)))
    if columns & row.state.deferred:
        row = replace(row, state=row.state.with_deferred(row.state.deferred - columns))
        analysis.state.heap[name] = row
    if row.given is None:
        return
    reverse = {
        relation.name for relation in schema.relations.values() if relation.kind is Kind.REVERSE_ONE_TO_ONE
    }
    analysis.state.heap[name] = replace(row.without(frozenset(reverse - set(row.links))), given=None)


def touched_by(analysis: Analysis, call: Call, kept: Sequence[Type | None] = ()) -> None:
    """Record that a function which may load relations got these arguments; what it is seen to keep stays."""
    for argument in call.arguments:
        if not any(argument.value is value for value in kept):
            touched(analysis, argument.value)


def touched(analysis: Analysis, value: Type | None, seen: frozenset[str] = frozenset()) -> None:
    """Record that code which may load relations has seen the rows in ``value``."""
    for instance in instances.tagged_instances(value):
        name = analysis.address_of(instance)
        if name in seen:
            continue
        entry = analysis.state.heap.get(name)
        if isinstance(entry, heap.Row):
            if not analysis.types.are_inferred and entry.origin is not None:
                analysis.sink.add_change(entry.origin)
            analysis.state.heap[name] = replace(entry, state=entry.state.unproved())
        elif isinstance(entry, heap.Anything) and not analysis.types.are_inferred:
            analysis.sink.add_change(entry.origin)
        elif isinstance(entry, heap.Record):
            for held in entry.fields.values():
                touched(analysis, held, seen | {name})
        elif isinstance(entry, heap.QuerySet) and not entry.is_manager and entry.cache is Cache.COLD:
            analysis.state.heap[name] = replace(entry, cache=Cache.UNPROVEN)
