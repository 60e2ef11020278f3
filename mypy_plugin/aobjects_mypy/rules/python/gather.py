"""Awaitables that run together: each position of the result is what its awaitable returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import TupleType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.orm import containers, evaluation
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call


def _gather(analysis: Evaluator, call: Call) -> Type | None:
    """Return ``gather(...)``: each position of the result is what its awaitable returns."""
    future = instances.first(call.result)
    shape = get_proper_type(future.args[-1]) if future is not None and future.args else None
    if future is None or not isinstance(shape, TupleType) or len(shape.items) != len(call.positional):
        return containers.carry(
            analysis, call.result, [argument.value for argument in call.arguments], call.node
        )
    items = []
    for item, argument in zip(shape.items, call.positional, strict=True):
        awaited = next(
            (
                typ
                for instance in instances.instances(argument.value)
                if (typ := evaluation.awaited(analysis, instance, argument.expr)) is not None
            ),
            None,
        )
        items.append(instances.overlay(item, awaited) or item)
    return future.copy_modified(args=[*future.args[:-1], shape.copy_modified(items=items)])


FUNCTIONS: Final[dict[str, Function]] = dict.fromkeys(names.GATHERS, _gather)
