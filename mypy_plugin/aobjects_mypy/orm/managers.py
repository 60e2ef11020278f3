"""Managers, of models and behind relations: what the rows that come through them have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, LoadState, Status
from aobjects_mypy.orm import building, columns, content_types, unseen
from aobjects_mypy.syntax.call import Call
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.models.model_schema import ModelSchema, RelatedRows


def nowhere() -> nodes.Context:
    """Return the place of a query that no line of the project makes."""
    place = nodes.EllipsisExpr()
    place.set_line(0)
    return place


def of_model(
    analysis: Analysis, schema: ModelSchema, manager: str | None, node: nodes.Context
) -> heap.QuerySet:
    """Return the rows of ``Model.manager``: nothing is loaded, but for what its ``get_queryset`` loads."""
    classes = [
        name for name in (schema.manager_class(manager), schema.queryset_class(manager)) if name is not None
    ]
    entry = heap.QuerySet(
        schema.fullname,
        FRESH.at_query(analysis.query_at(node, _queried(schema, node))),
        is_manager=True,
        ordered=schema.is_ordered,
        classes=tuple(classes),
    )
    if not schema.has_own_queryset(manager):
        return entry
    known = [info for name in classes if (info := analysis.typeinfo(name)) is not None]
    return as_made(analysis, entry, known, node)


def _queried(schema: ModelSchema, node: nodes.Context) -> str:
    """Return the model where the rows come through what is written: ``Book.objects``, ``author.books``."""
    return schema.fullname if isinstance(node, nodes.MemberExpr) else ""


def as_made(
    analysis: Analysis, entry: heap.QuerySet, classes: list[nodes.TypeInfo], node: nodes.Context
) -> heap.QuerySet:
    """Return the rows of a manager with what the ``get_queryset`` of its class makes of them."""
    place = nodes.EllipsisExpr()
    place.set_line(node)
    call = Call(place, place, (), None)
    own = building.follow(analysis, classes, "get_queryset", replace(entry, is_manager=False), call)
    if own is None:
        return replace(entry, state=UNKNOWN)
    return replace(own, is_manager=True, ordered=entry.ordered, related={})


def behind_relation(
    analysis: Analysis,
    found: tuple[Address, heap.Row] | None,
    manager: RelatedRows,
    node: nodes.Context,
    result: Type | None,
    source: str,
    *,
    is_async: bool = False,
) -> Type | None:
    owner, row = found if found is not None else (None, None)
    if owner is not None and row is not None and manager.attnames & row.state.deferred:
        row = columns.read(analysis, owner, row, manager.attnames, node, source)
    status = row.state.manager_status(manager.name) if row is not None else Status.UNPROVEN
    if row is not None and manager.name in row.state.mixed and analysis.is_under_known_condition:
        # "if deep: qs = qs.prefetch_related(...)", and later "if deep: ..." again.
        status = Status.UNPROVEN if status is Status.MISSING else status
    if manager.asks_content_type and row is not None and row.model and not is_async:
        was_prefetched = manager.name in row.state.prefetched
        if status is Status.MISSING and not was_prefetched:
            content_types.ask(analysis, row.model, node, f"{source}.{manager.name}")
        elif status is Status.UNPROVEN and not was_prefetched:
            with analysis.guessing():
                content_types.ask(analysis, row.model, node, f"{source}.{manager.name}")
        else:
            # A prefetch has asked.
            content_types.keep(analysis, row.model)
    state = row.state.managers[manager.name] if row is not None and status is Status.LOADED else FRESH
    if row is not None and row.state.blocks_fetches:
        state = replace(state, blocks_fetches=True)
    schema = analysis.schema.model(manager.target)
    base = of_model(analysis, schema, None, node) if schema is not None else None
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
        classes=_classes(manager, base),
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
    if manager.manager_classes:
        return unseen.manager(analysis, manager.target, name) or result
    for instance in instances.instances(result if analysis.types.are_inferred else None):
        return addresses.with_address(instance, name)
    target = analysis.instance_of(manager.target)
    related = names.ASYNC_RELATED_MANAGER if is_async else names.RELATED_MANAGER
    typ = analysis.instance_of(related, [target]) if target is not None else None
    return addresses.with_address(typ, name) if typ is not None else result


def _classes(manager: RelatedRows, base: heap.QuerySet | None) -> tuple[str, ...]:
    if manager.manager_classes:
        return manager.manager_classes
    return base.classes if base is not None else ()


def rows_behind(analysis: Analysis, schema: ModelSchema | None) -> LoadState:
    """Return the state of a row that Django follows a relation to: the base manager fetches it."""
    return _rows_of(analysis, schema, "_base_manager")


def default_rows(analysis: Analysis, schema: ModelSchema | None) -> LoadState:
    """Return the state of the rows that Django fetches through a model's own manager."""
    return _rows_of(analysis, schema, None)


def _rows_of(analysis: Analysis, schema: ModelSchema | None, manager: str | None) -> LoadState:
    if schema is None:
        return FRESH
    return of_model(analysis, schema, manager, nodes.EllipsisExpr()).state.at_query(None)


def of_descriptor(analysis: Analysis, rows: RelatedRows, expr: nodes.MemberExpr) -> Instance | None:
    """Return what a descriptor of another package gives on a class: ``Book.history``."""
    schema = analysis.schema.model(rows.target)
    if schema is None:
        return None
    entry = replace(of_model(analysis, schema, None, expr), classes=_classes(rows, None))
    return unseen.manager(analysis, rows.target, analysis.allocate(expr, entry))


def of_unseen_model(analysis: Analysis, expr: nodes.MemberExpr) -> Type | None:
    """Return ``Tag.objects`` of a model that mypy has no types for: Django's metadata knows it."""
    schema = analysis.schema.model(analysis.callees.imported(expr.expr))
    if schema is None or not schema.has_manager(expr.name):
        return None
    address = analysis.allocate(expr, of_model(analysis, schema, expr.name, expr))
    return unseen.manager(analysis, schema.fullname, address)
