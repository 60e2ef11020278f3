"""What a query gives where mypy does not say it: in a body without annotations, in a class of any model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import (
    AnyType,
    Instance,
    NoneType,
    TupleType,
    Type,
    TypeOfAny,
    TypeVarType,
    UnionType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.orm.methods import Gives
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain import heap


def of_result(
    analysis: Analysis, result: Type, entry: heap.QuerySet, gives: Gives, *, is_async: bool
) -> Type:
    """Return ``result`` with the model in the place of ``Any``; the rows of ``values()`` are of none."""
    model = analysis.instance_of(entry.model) if not entry.gives_values else None
    if model is None:
        return result
    proper = get_proper_type(result)
    if isinstance(proper, Instance) and proper.args and proper.type.has_base(names.AWAITABLE):
        inner = _shaped(analysis, proper.args[-1], model, gives)
        return proper.copy_modified(args=[*proper.args[:-1], inner])
    shaped = _shaped(analysis, result, model, gives)
    is_known = isinstance(proper, AnyType) and shaped is not result
    return (after_await(analysis, shaped, is_async=is_async) if is_known else shaped) or result


def after_await(analysis: Analysis, value: Type | None, *, is_async: bool) -> Type | None:
    """Return the coroutine whose awaiting gives ``value``, of an async method."""
    if value is None or not is_async:
        return value
    return coroutine(analysis, value) or value


def coroutine(analysis: Analysis, value: Type) -> Instance | None:
    """Return the coroutine that returns ``value``."""
    anything = AnyType(TypeOfAny.special_form)
    return analysis.instance_of(names.COROUTINE, [anything, anything, value])


def of_item(analysis: Analysis, item: Type, entry: heap.QuerySet) -> Type:
    """Return the type of the rows that a queryset is iterated for."""
    model = analysis.instance_of(entry.model) if _is_open(item) and not entry.gives_values else None
    return item if model is None else model


def _is_open(typ: Type) -> bool:
    """Tell ``Any``, or the rows of a class of querysets that does not say of which model they are."""
    return isinstance(get_proper_type(typ), (AnyType, TypeVarType))


def _shaped(analysis: Analysis, result: Type, model: Instance, gives: Gives) -> Type:
    proper = get_proper_type(result)
    match gives:
        case Gives.ONE_ROW | Gives.NEW_ROW if _is_open(proper):
            return model
        case Gives.ROW_OR_NONE if any(_is_open(item) for item in instances.items(proper)):
            return UnionType([model, NoneType()])
        case Gives.FOUND_OR_NEW_ROW if isinstance(proper, TupleType) and _is_open(proper.items[0]):
            return proper.copy_modified(items=[model, *proper.items[1:]])
        case Gives.FOUND_OR_NEW_ROW if isinstance(proper, AnyType):
            flag = analysis.instance_of(names.BOOL)
            both = analysis.instance_of(names.TUPLE, [AnyType(TypeOfAny.special_form)])
            return TupleType([model, flag], both) if flag is not None and both is not None else result
        case Gives.ROWS_BY_KEY if isinstance(proper, AnyType):
            rows = analysis.instance_of(names.DICT, [AnyType(TypeOfAny.special_form), model])
            return rows if rows is not None else result
        case Gives.ROWS_BY_KEY if isinstance(proper, Instance) and proper.args:
            return instances.fill(proper, model) if _is_open(proper.args[-1]) else result
    return result
