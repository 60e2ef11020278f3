"""Awaitables that run together: each position of the result is what its awaitable returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, TupleType, TypeOfAny, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.calls import tasks
from aobjects_mypy.orm import containers, evaluation, row_types
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call


def _gather(analysis: Evaluator, call: Call) -> Type | None:
    """Return ``gather(...)``: each position of the result is what its awaitable returns."""
    if call.has_unpacking:
        return _gather_all(analysis, call)
    future = instances.first(call.result)
    shape = get_proper_type(future.args[-1]) if future is not None and future.args else None
    if call.result is None and call.positional:
        return _of_untyped(analysis, call)
    if future is None or not isinstance(shape, TupleType) or len(shape.items) != len(call.positional):
        return containers.carry_arguments(analysis, call)
    items = []
    for item, argument in zip(shape.items, call.positional, strict=True):
        items.append(instances.overlay(item, tasks.awaited(analysis, argument.value, argument)) or item)
    return future.copy_modified(args=[*future.args[:-1], shape.copy_modified(items=items)])


def _gather_all(analysis: Evaluator, call: Call) -> Type | None:
    """Return ``gather(*calls)``: a list of what any of them returns, where mypy does not say so."""
    carried = containers.carry_arguments(analysis, call)
    given = call.arguments[0]
    if instances.tagged_instances(carried) or len(call.positional) + call.has_unpacking != 1:
        return carried
    with analysis.off_loop():
        item = evaluation.iterate(analysis, given.value, given.expr, diagnostics.UNREPORTED)
    row = tasks.awaited(analysis, item, given)
    if row is None or not instances.tagged_instances(row):
        return carried
    rows = analysis.instance_of(names.LIST, [row])
    return (row_types.coroutine(analysis, rows) if rows is not None else None) or carried


def _of_untyped(analysis: Evaluator, call: Call) -> Type | None:
    anything = AnyType(TypeOfAny.special_form)
    items = [tasks.awaited(analysis, argument.value, argument) for argument in call.positional]
    fallback = analysis.instance_of(names.TUPLE, [anything])
    if fallback is None or not any(map(instances.tagged_instances, items)):
        return None
    return row_types.coroutine(analysis, TupleType([item or anything for item in items], fallback))


FUNCTIONS: Final[dict[str, Function]] = {
    **dict.fromkeys(names.GATHERS, _gather),
    **dict.fromkeys((*names.STARTS_TASK, "asyncio.tasks.shield", "asyncio.tasks.wait_for"), tasks.started),
    "asyncio.tasks.as_completed": tasks.completed,
    "asyncio.tasks.wait": tasks.waited_for,
}
