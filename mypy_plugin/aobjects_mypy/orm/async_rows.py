"""Async querysets and managers of the runtime: where they come from, and what only they have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, TypeType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import ProperType, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.syntax.call import Call


def of_class(
    analysis: Analysis, base: ProperType, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    """Return ``Book.aobjects`` with what the rows of the manager behind it have."""
    schema = schema_of_class(analysis, base)
    if schema is None:
        return None
    for instance in instances.instances(result):
        if evaluation.is_async(instance):
            return _around_manager(analysis, instance, schema, expr)
        if instance.type.has_base(names.ASYNC_MANAGER_DESCRIPTOR):
            # A body whose expressions have no types yet: the declared type is the descriptor's.
            model = analysis.instance_of(schema.fullname)
            manager = analysis.instance_of(names.ASYNC_MANAGER, [model, model]) if model is not None else None
            return _around_manager(analysis, manager, schema, expr) if manager is not None else None
    return None


def construct(analysis: Analysis, instance: Instance, call: Call) -> Type:
    """Return ``AsyncManager(Book)``, or ``AsyncQuerySet(queryset)``, which shares that one's rows."""
    source = call.argument(0, "source")
    for item in instances.items(source.value if source is not None else None):
        schema = schema_of_class(analysis, item)
        if schema is not None:
            return _around_manager(analysis, instance, schema, call.node)
        if isinstance(item, Instance) and isinstance(analysis.entry(item), heap.QuerySet):
            return addresses.with_address(instance, analysis.address_of(item))
    return instance


def schema_of_class(analysis: Analysis, base: ProperType) -> ModelSchema | None:
    """Return the model that a value is the class of."""
    model = base.item if isinstance(base, TypeType) else None
    if isinstance(base, CallableType) and base.is_type_obj():
        model = get_proper_type(base.ret_type)
    found = instances.first(model)
    return analysis.model_of(found.type) if found is not None else None


def _around_manager(
    analysis: Analysis, manager: Instance, schema: ModelSchema, place: nodes.Context
) -> Instance:
    entry = managers.of_model(analysis, schema, schema.async_manager, place)
    declared = evaluation.model_type(manager)
    known = analysis.model_of(declared.type) if declared is not None else None
    if known is not None:
        # A class that was written for the rows of a base has rows of that type.
        entry = replace(entry, model=known.fullname)
    return addresses.with_address(manager, analysis.allocate(place, entry))


def method(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    """Evaluate a method that Django's querysets do not have; ``None`` for the others."""
    entry, answer = analysis.entry(instance), _METHODS.get(name)
    return (
        answer(analysis, instance, entry, call)
        if answer is not None and isinstance(entry, heap.QuerySet)
        else None
    )


def _sync(analysis: Analysis, instance: Instance, entry: heap.QuerySet, call: Call) -> Type | None:
    """Return Django's own queryset; rows that were awaited are in it."""
    name = analysis.address_of(instance)
    if entry.is_manager:
        name = analysis.allocate(call.node, replace(entry, is_manager=False), role=".sync")
    return next(
        (addresses.with_address(item, name) for item in instances.instances(call.result)), call.result
    )


def _eval(analysis: Analysis, instance: Instance, entry: heap.QuerySet, call: Call) -> Type | None:
    evaluation.iterate_async(analysis, instance, call.node)
    row = evaluation.rows_object(analysis, analysis.address_of(instance))
    return (
        instances.tag_all(call.result, {entry.model: row}) if call.result is not None and row else call.result
    )


def _item(analysis: Analysis, instance: Instance, entry: heap.QuerySet, call: Call) -> Type | None:
    return _one_row(analysis, instance, entry, call.node, call.result)


def index(analysis: Analysis, instance: Instance, expr: nodes.IndexExpr, result: Type | None) -> Type | None:
    """Evaluate ``queryset[...]``: the queryset of a slice, or an awaitable of one row."""
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.QuerySet):
        return result
    if isinstance(expr.index, nodes.SliceExpr):
        return addresses.with_address(instance, analysis.allocate(expr, entry))
    return _one_row(analysis, instance, entry, expr, result)


def _one_row(
    analysis: Analysis, instance: Instance, entry: heap.QuerySet, place: nodes.Expression, result: Type | None
) -> Type | None:
    if entry.cache is heap.Cache.FILLED:
        row = evaluation.rows_object(analysis, analysis.address_of(instance))
    else:
        row = analysis.allocate(place, evaluation.new_row(analysis, entry), role="->row")
    return instances.tag_all(result, {entry.model: row}) if result is not None and row is not None else result


_METHODS: Final[dict[str, Callable[[Analysis, Instance, heap.QuerySet, Call], Type | None]]] = {
    "sync": _sync,
    "eval": _eval,
    "item": _item,
}
