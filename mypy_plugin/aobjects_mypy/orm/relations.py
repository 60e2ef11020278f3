"""Reading the attributes of a model instance: what is not loaded runs a query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type, UnionType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import address_parts, effects, heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, Status, join
from aobjects_mypy.models.model_schema import Kind
from aobjects_mypy.orm import columns, managers
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.models.model_schema import ModelSchema, Relation
    from aobjects_mypy.syntax.call import Call

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
        return managers.behind_relation(
            analysis, found, schema.managers[awaited], node, result, source, is_async=True
        )
    if name in schema.managers:
        return managers.behind_relation(analysis, found, schema.managers[name], node, result, source)
    column = schema.column(name)
    if column is not None and not analysis.types.are_inferred:
        result = columns.value(schema, column, result)
    if found is None:
        return result
    row_name, row = found
    if name in row.state.attributes:
        return _kept_rows(analysis, row_name, row, name, result)
    if column is not None and row.origin is not None and column not in schema.pk_columns:
        path = f"{row.path}__{name}" if row.path else name
        step = analysis.step(f'"{name}" of "{schema.name}"', node)
        analysis.record_precondition(row.origin, effects.unloaded(path), (step,))
    if column is not None and column in row.state.deferred:
        columns.read(analysis, row_name, row, frozenset({column}), node, source)
    return result


def _behind_accessor(instance: Instance, schema: ModelSchema, name: str) -> str:
    """Return ``author`` for ``aauthor``; nothing where the project has a name of its own."""
    symbol = instance.type.get(name) if name.startswith("a") else None
    is_accessor = symbol is not None and isinstance(symbol.node, nodes.Var) and schema.column(name) is None
    return name[1:] if is_accessor and instance.type.has_base(names.ASYNC_MODEL) else ""


def _read_relation(
    analysis: Analysis,
    found: tuple[Address, heap.Row] | None,
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
            step = analysis.step(error.subject, node)
            analysis.record_precondition(row.origin, effects.unloaded(path), (step,))
    if row.state.deferred & set(relation.attnames):
        # Fetching the row reads its key first.
        row = replace(row, state=row.state.with_deferred(row.state.deferred - set(relation.attnames)))
    if row.state.fetches_peers and status is not Status.LOADED:
        _load_on_peers(analysis, row_name, row, relation)
    if relation.kind is Kind.GENERIC and not analysis.is_on_loop:
        # Like a prefetch, it has asked for the content type of what it found.
        row = replace(row, state=replace(row.state, prefetched=row.state.prefetched | {relation.name}))
    related = _related_row(analysis, row_name, row, relation, status)
    if relation.target is None or (result is None and analysis.types.are_inferred):
        return result
    if (
        result is None
        or not analysis.types.are_inferred
        or isinstance(get_proper_type(result), AnyType)
        or any(item.type.has_base(names.FIELD) for item in instances.instances(result))
    ):
        # Where the name is a value, what is declared is the descriptor: getattr(book, "author").
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
    analysis.ask_caller()
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


def _related_row(
    analysis: Analysis, row_name: Address, row: heap.Row, relation: Relation, status: Status
) -> Address:
    """Return the object that the relation holds from now on."""
    if relation.name in row.links:
        return row.links[relation.name]
    if status is Status.LOADED:
        state = row.state.relations.get(relation.name, UNKNOWN)
        if relation.kind is Kind.PARENT_LINK:
            state = FRESH
    elif status is Status.MISSING and not analysis.is_on_loop:
        target = analysis.schema.model(relation.target) if relation.target else None
        state = managers.rows_behind(analysis, target)
        if relation.name in row.state.held:
            # Fetched where it was missing; elsewhere it is what it was.
            state = join(state, row.state.held[relation.name])
    else:
        # The read was reported: one error for a chain is enough, unless some ways get past it.
        state = row.state.held.get(relation.name, UNKNOWN)
    if row.state.blocks_fetches:
        state = replace(state, blocks_fetches=True)
    if state.known and state.line is None:
        state = state.at_query_of(row.state)
    path = f"{row.path}__{relation.name}" if row.path else relation.name
    related = heap.Row(relation.target or "", state, path=path, origin=row.origin)
    if relation.inverse:
        related = related.linked(relation.inverse, row_name)
    name = analysis.allocate(address_parts.below(row_name, relation.name), related)
    analysis.state.heap[row_name] = row.linked(relation.name, name)
    return name


def _unloaded(
    analysis: Analysis, row: heap.Row, schema: ModelSchema, relation: Relation, source: str
) -> Diagnostic:
    parent = analysis.parent()
    whole_path = f"{row.path}__{relation.name}" if row.path else relation.name
    owner = schema
    if isinstance(parent, nodes.MemberExpr):
        if parent.name in _KEY_NAMES and len(relation.attnames) == 1 and relation.kind is Kind.FORWARD:
            return diagnostics.lazy_relation_key(
                relation.name, schema.name, f"{source}.{relation.attnames[0]}"
            )
        target = analysis.schema.model(relation.target) if relation.target else None
        if target is not None and parent.name in target.relations and target.relations[parent.name].target:
            whole_path, owner = f"{whole_path}__{parent.name}", target
    awaitable = f"await sync_to_async(lambda: {source}.{relation.name})()"
    model = analysis.typeinfo(schema.fullname)
    if model is not None and _behind_accessor(Instance(model, []), schema, f"a{relation.name}"):
        awaitable = f"await {source}.a{relation.name}"
    loads = "prefetch_related" if relation.kind is Kind.GENERIC else "select_related"
    return diagnostics.lazy_relation(
        relation.name,
        schema.name,
        whole_path,
        owner.fullname,
        row.state.query,
        awaitable,
        loads,
        is_without_key=bool(row.state.deferred & set(relation.attnames)),
    )


def _kept_rows(
    analysis: Analysis, row_name: Address, row: heap.Row, name: str, result: Type | None
) -> Type | None:
    state = row.state.attributes[name]
    if result is None or instances.is_any(result):
        listed = analysis.instance_of(state.model)
        result = analysis.instance_of(names.LIST, [listed]) if listed is not None else result
    if result is None:
        return None
    objects = {}
    state = replace(state, model="")
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
                address_parts.rows(address_parts.below(row_name, name)), heap.Row(info.fullname, state, back)
            )
    return instances.tag_all(result, objects)


def touched_by(analysis: Analysis, call: Call, kept: Sequence[Type | None] = ()) -> None:
    """Record that a function which may load relations got these arguments; what it is seen to keep stays."""
    for argument in call.arguments:
        if not any(argument.value is value for value in kept):
            touched(analysis, argument.value)


def may_be_set(analysis: Analysis, name: str) -> None:
    """Record that a relation was given to some object: any row that lacks it may be that object."""
    analysis.set_on_any(name)
    for address, entry in list(analysis.state.heap.items()):
        if not isinstance(entry, heap.Row) or entry.state.relation_status(name) is not Status.MISSING:
            continue
        schema = analysis.schema.model(entry.model)
        if schema is not None and name in schema.relations:
            analysis.state.heap[address] = replace(entry, state=entry.state.perhaps_with(name))
            for loop in analysis.loops:
                loop.touched.add(address)


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
            if instance.type.fullname == names.DICT:
                analysis.state.heap[name] = heap.Record({})
        elif isinstance(entry, heap.QuerySet) and not entry.is_manager and entry.cache is Cache.COLD:
            analysis.state.heap[name] = replace(entry, cache=Cache.UNPROVEN)
