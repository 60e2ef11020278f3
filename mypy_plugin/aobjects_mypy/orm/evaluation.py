"""What evaluates a queryset, and what its rows are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy.types import Instance, NoneType, TupleType, Type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import address_parts, effects, heap, load_state
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.orm import content_types, row_types
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.diagnostics import Use
    from aobjects_mypy.domain.effects import Step
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.models.model_schema import ModelSchema

_PLAIN: Final = frozenset({names.STR, names.INT, names.BOOL, names.FLOAT, "builtins.bytes"})


def is_queryset(instance: Instance) -> bool:
    return instance.type.has_base(names.QUERYSET) or instance.type.has_base(names.RAW_QUERYSET)


def is_manager(instance: Instance) -> bool:
    return instance.type.has_base(names.BASE_MANAGER)


def has_async_iteration(instance: Instance) -> bool:
    """Tell a queryset of Django's that ``async for`` goes through: a raw one has no such thing."""
    return instance.type.has_base(names.QUERYSET)


def is_async(instance: Instance) -> bool:
    """Tell a queryset or manager of the runtime: nothing but ``await`` and ``async for`` evaluates it."""
    return instance.type.has_base(names.ASYNC_ROWS)


def has_operators(instance: Instance) -> bool:
    """Tell what ``|``, ``&`` and ``^`` combine: a queryset of Django's or of the runtime."""
    return is_queryset(instance) or is_async(instance)


def is_async_manager(instance: Instance) -> bool:
    return instance.type.has_base(names.ASYNC_MANAGER) and not instance.type.has_base(names.ASYNC_QUERYSET)


def model_type(instance: Instance) -> Instance | None:
    """Return the model that a queryset or manager is about."""
    for base in (names.QUERYSET, names.BASE_MANAGER, names.RAW_QUERYSET, names.ASYNC_ROWS):
        generic = instances.as_supertype(instance, base)
        if generic is not None and generic.args:
            return instances.first(generic.args[0])
    return None


def evaluate(analysis: Analysis, value: Type | None, node: nodes.Expression, use: Use) -> None:
    """Report every queryset in ``value`` that holds no result yet; afterwards it holds one."""
    for instance in instances.instances(value):
        name = addresses.address_of(instance)
        entry = analysis.state.heap.get(name) if name is not None else None
        if is_async(instance):
            # In any other way than its own it raises TypeError, and runs nothing.
            continue
        if isinstance(entry, heap.LazyIterator):
            _evaluate_pending(analysis, name or NOWHERE, entry, node, use)
        elif is_queryset(instance) or (isinstance(entry, heap.QuerySet) and not entry.is_manager):
            _evaluate_queryset(analysis, instance, name, entry, node, use)
        elif analysis.seeks_proof and entry is None and instance.type.fullname in names.WIDE_ITERABLES:
            _evaluate_iterable(analysis, instance, node, use)


def _evaluate_iterable(analysis: Analysis, instance: Instance, node: nodes.Expression, use: Use) -> None:
    """Report ``Iterable[Book]``: a queryset is one, too."""
    row = instances.first(instance.args[0]) if instance.args else None
    if row is not None and analysis.model_of(row.type) is not None:
        error = diagnostics.synchronous_evaluation(use, row.type.name, expressions.source(node))
        analysis.report(error.as_unproven(diagnostics.UNSEEN_VALUE), node)


def _evaluate_queryset(
    analysis: Analysis,
    instance: Instance,
    name: Address | None,
    entry: heap.Entry | None,
    node: nodes.Expression,
    use: Use,
) -> None:
    queryset = entry if isinstance(entry, heap.QuerySet) else None
    if use.wants_text and instance.type.has_base(names.RAW_QUERYSET):
        return
    if queryset is None or (queryset.cache is not Cache.FILLED and not queryset.empty):
        model = model_type(instance)
        shown = model.type.name if model is not None else queryset.model if queryset is not None else ""
        error = diagnostics.synchronous_evaluation(use, shown.rpartition(".")[2], expressions.source(node))
        if queryset is not None and (queryset.cache is Cache.UNPROVEN or queryset.is_guess):
            why = diagnostics.UNSEEN_VALUE if queryset.is_guess else diagnostics.PERHAPS_FETCHED
            error = error.as_unproven(why)
            record(analysis, queryset, (analysis.step(error.subject, node),))
        analysis.report(error, node)
    if name is not None and queryset is not None:
        state = queryset.state
        owner = analysis.state.heap.get(queryset.owner or NOWHERE)
        is_open = not isinstance(owner, heap.Row) or not (
            owner.state.known or queryset.name in owner.state.held
        )
        if queryset.cache is Cache.UNPROVEN and analysis.is_on_loop and is_open:
            # What raises nothing here was fetched somewhere else, with whatever was loaded there.
            state = load_state.UNKNOWN
        analysis.state.heap[name] = replace(queryset, cache=Cache.FILLED, state=state)


def record(analysis: Analysis, queryset: heap.QuerySet, steps: tuple[Step, ...]) -> None:
    """Add to the summary that an argument, or a manager of one, is evaluated."""
    if queryset.origin is not None:
        analysis.record_precondition(queryset.origin, effects.UNEVALUATED, steps)
    owner = analysis.state.heap.get(queryset.owner or NOWHERE)
    if isinstance(owner, heap.Row) and owner.origin is not None:
        path = f"{owner.path}__{queryset.name}" if owner.path else queryset.name
        analysis.record_precondition(owner.origin, effects.unloaded(path), steps)


def _evaluate_pending(
    analysis: Analysis, name: Address, entry: heap.LazyIterator, node: nodes.Expression, use: Use
) -> None:
    for source in entry.sources:
        queryset = analysis.state.heap.get(source)
        if not isinstance(queryset, heap.QuerySet):
            continue
        if not queryset.empty and (entry.query or queryset.cache is Cache.COLD):
            model = queryset.model.rpartition(".")[2]
            error = diagnostics.synchronous_evaluation(use, model, expressions.source(node))
            unproven = error.as_unproven(diagnostics.UNSEEN_VALUE)
            analysis.report(unproven if queryset.is_guess else error, node)
        if not entry.query:
            analysis.state.heap[source] = replace(queryset, cache=Cache.FILLED)
    # Half consumed: Django has fetched the first chunk, and the cursor may be read from any thread.
    analysis.state.heap[name] = heap.LazyIterator((), False)


def iterate(analysis: Analysis, value: Type | None, node: nodes.Expression, use: Use) -> Type | None:
    """Evaluate ``value`` as ``for`` does and return the type of its items."""
    sources = [source for instance in instances.instances(value) for source in _sources(analysis, instance)]
    evaluate(analysis, value, node, use)
    return _items(analysis, value, names.ITERABLE, sources, node)


def iterate_async(analysis: Analysis, value: Type | None, node: nodes.Expression) -> Type | None:
    """Return the type of the items of ``async for``; a queryset keeps its rows."""
    sources = [source for instance in instances.instances(value) for source in _sources(analysis, instance)]
    for instance in instances.instances(value):
        name = addresses.address_of(instance)
        entry = analysis.state.heap.get(name) if name is not None else None
        if name is not None and isinstance(entry, heap.QuerySet) and not entry.is_manager:
            analysis.state.heap[name] = replace(entry, cache=Cache.FILLED)
    return _items(analysis, value, names.ASYNC_ITERABLE, sources, node)


def is_mistaken(shape: Type | None, value: Type | None) -> bool:
    """Tell a queryset that is declared as a list: ``books: list[Book] = Book.objects.all()``.

    Or an object where mypy has seen ``None`` or numbers: ``page = {"n": 1}``, ``page["book"] = book``.
    """
    declared, given = instances.items(shape), instances.items(value)
    if declared and all(map(_is_plain, declared)):
        others = [item for item in given if not isinstance(item, NoneType)]
        return bool(others) and all(isinstance(item, Instance) and _is_object(item) for item in others)
    return (
        len(declared) == len(given) == 1
        and isinstance(declared[0], Instance)
        and declared[0].type.fullname in (names.LIST, names.SET)
        and isinstance(given[0], Instance)
        and is_queryset(given[0])
    )


def _is_plain(item: Type) -> bool:
    return isinstance(item, NoneType) or (isinstance(item, Instance) and item.type.fullname in _PLAIN)


def _is_object(value: Instance) -> bool:
    return value.type.fullname not in _PLAIN and bool(instances.tagged_instances(value))


def overlaid(shape: Type | None, value: Type | None) -> Type | None:
    """Return a value as what it is declared as, unless that is a mistake."""
    return value if is_mistaken(shape, value) else instances.overlay(shape, value)


def awaited(analysis: Analysis, instance: Instance, node: nodes.Expression) -> Type | None:
    """Return the type of ``await instance``: of an async queryset the list of its rows, which it keeps."""
    if is_async(instance):
        row = iterate_async(analysis, instance, node)
        return analysis.instance_of(names.LIST, [row]) if row is not None else None
    awaitable = instances.as_supertype(instance, names.AWAITABLE)
    return awaitable.args[0] if awaitable is not None and awaitable.args else None


def _sources(analysis: Analysis, instance: Instance) -> list[Address]:
    name = addresses.address_of(instance)
    entry = analysis.state.heap.get(name) if name is not None else None
    if isinstance(entry, heap.LazyIterator):
        return list(entry.sources)
    return [name] if name is not None and isinstance(entry, heap.QuerySet) else []


def _items(
    analysis: Analysis, value: Type | None, protocol: str, sources: list[Address], node: nodes.Expression
) -> Type | None:
    objects: dict[str, Address] = {}
    for source in sources:
        row = rows_object(analysis, source)
        entry = analysis.state.heap[source]
        if row is not None and isinstance(entry, heap.QuerySet) and not entry.gives_values:
            known = objects.get(entry.model)
            objects[entry.model] = joins.join_objects(analysis, [known, row], node) if known else row
    found: Type | None = None
    members = instances.items(value)
    # "books.all() or []": nothing comes out of what is empty.
    filled = [item for item in members if not _is_empty(item)]
    for item in filled or members:
        member: Type | None = None
        if isinstance(item, TupleType):
            member = any_of(analysis, item.items, node)
        elif isinstance(item, Instance) and isinstance(analysis.entry(item), heap.Anything):
            member = item
        elif isinstance(item, Instance) and is_async(item):
            generic = instances.as_supertype(item, names.ASYNC_ROWS)
            member = instances.tag_all(generic.args[-1], objects) if generic is not None else None
        elif isinstance(item, Instance):
            # A queryset has "__aiter__" without being a subclass of AsyncIterable.
            generic = instances.as_supertype(item, names.ITERABLE if is_queryset(item) else protocol)
            if generic is not None and generic.args:
                held = analysis.entry(item)
                shape = generic.args[0]
                if isinstance(held, heap.QuerySet):
                    shape = row_types.of_item(analysis, shape, held)
                member = instances.tag_all(shape, objects)
        found = joins.join(analysis, found, member, node)
    return found


def _is_empty(item: Type) -> bool:
    return isinstance(item, Instance) and addresses.address_of(item) == address_parts.EMPTY


def any_of(analysis: Analysis, parts: Sequence[Type], node: nodes.Context) -> Type | None:
    """Return the type of one of several values; what only some of its rows lack is not proven of it."""
    found: Type | None = None
    known: set[str] = set()
    for part in parts:
        for instance in instances.instances(part):
            row = analysis.row(instance)
            known |= row[1].state.mixed if row is not None else frozenset()
        found = joins.join(analysis, found, part, node)
    given = {analysis.address_of(instance) for part in parts for instance in instances.instances(part)}
    for instance in instances.instances(found):
        row = analysis.row(instance)
        if row is not None and row[0] not in given:
            analysis.state.heap[row[0]] = replace(row[1], state=row[1].state.mixed_as_unproven(known))
    return found


def rows_object(analysis: Analysis, name: Address) -> Address | None:
    """Return the heap object that stands for the rows of the queryset ``name``."""
    entry = analysis.state.heap.get(name)
    if not isinstance(entry, heap.QuerySet):
        return None
    member = address_parts.rows(name)
    if entry.cache is Cache.FILLED and member in analysis.state.heap:
        return member
    analysis.state.heap[member] = new_row(analysis, entry)
    return member


def new_row(analysis: Analysis, entry: heap.QuerySet) -> heap.Row:
    """Return a row as a query of ``entry`` makes it."""
    if entry.empty:
        # There is none, and nothing is held against it.
        return heap.unknown_row(entry.model)
    state = row_state(analysis, entry)
    related = entry.related
    schema = analysis.schema.model(entry.model)
    if schema is not None and state.managers:
        content_types.prefetched(analysis, schema, state)
    # What select_related fetched is not overwritten by the row that Django knows.
    related = {name: owner for name, owner in related.items() if name not in state.selected}
    if state.deferred and related and schema is not None and schema.needs_columns_of_known_rows:
        related = {
            name: owner
            for name, owner in related.items()
            if name not in schema.relations or not state.deferred & set(schema.relations[name].attnames)
        }
    elif related and schema is not None:
        # Setting the row behind a foreign key sets its column.
        known = {
            attname
            for name in related
            if name in schema.relations
            for attname in schema.relations[name].attnames
        }
        state = state.with_deferred(state.deferred - known)
    return heap.Row(entry.model, state, related)


def row_state(analysis: Analysis, entry: heap.QuerySet) -> LoadState:
    """Return the state of a row: what the query selected, less what ``only()`` and ``defer()`` left out."""
    schema = analysis.schema.model(entry.model)
    state = entry.state
    if schema is None or (entry.only is None and not entry.defer):
        return state
    state = _masked(analysis, state, schema, entry.only, entry.defer)
    return replace(state, mixed=state.mixed | state.deferred) if entry.defers_on_some else state


def _masked(
    analysis: Analysis,
    state: LoadState,
    schema: ModelSchema,
    only: frozenset[str] | None,
    defer: frozenset[str],
) -> LoadState:
    deferred = set(state.deferred)
    if only is not None:
        kept = {schema.column(path.split("__")[0]) for path in only}
        deferred |= schema.columns - kept - schema.pk_columns
    deferred |= {column for path in defer if "__" not in path and (column := schema.column(path))}
    # A prefetch reads the key of its relation, and so loads it.
    read = {
        column
        for name in state.prefetched
        if name in schema.relations
        for column in schema.relations[name].attnames
    }
    for name in state.managers:
        read |= schema.managers[name].attnames if name in schema.managers else frozenset()
    state = state.with_deferred(deferred - schema.pk_columns - read)
    for name, related in state.relations.items():
        if name in state.prefetched - state.selected:
            # Fetched by a query of its own, which knows nothing of this one's only() and defer().
            continue
        target = schema.relations[name].target if name in schema.relations else None
        inner = analysis.schema.model(target) if target else None
        if inner is None:
            continue
        inner_only = _below(name, only) if only is not None else frozenset()
        inner_defer = _below(name, defer)
        masked = related
        if inner_only or inner_defer:
            masked = _masked(analysis, related, inner, inner_only or None, inner_defer)
        if schema.relations[name].is_child:
            # Django copies the shared columns from the parent's part of the row.
            masked = masked.with_deferred((masked.deferred - schema.columns) | state.deferred)
        state = state.with_relation(name, masked)
    return state


def _below(name: str, paths: frozenset[str]) -> frozenset[str]:
    prefix = f"{name}__"
    return frozenset(path[len(prefix) :] for path in paths if path.startswith(prefix))


def contents(analysis: Analysis, instance: Instance, name: Address) -> Iterator[tuple[str, Address]]:
    """Yield what a container or function that takes ``instance`` in may give out again."""
    entry = analysis.state.heap.get(name)
    if isinstance(entry, heap.QuerySet):
        row = rows_object(analysis, name) if not entry.gives_values else None
        if row is not None:
            yield entry.model, row
        elif entry.gives_values:
            return
    elif isinstance(entry, heap.Generator):
        for yielded in instances.tagged_instances(entry.item):
            inner = analysis.address_of(yielded)
            if inner != name:
                yield from contents(analysis, yielded, inner)
        return
    elif isinstance(entry, heap.LazyIterator):
        for source in entry.sources:
            row = rows_object(analysis, source)
            queryset = analysis.state.heap.get(source)
            if row is not None and isinstance(queryset, heap.QuerySet):
                yield queryset.model, row
    yield entry.model if isinstance(entry, heap.Row) and entry.model else instance.type.fullname, name
