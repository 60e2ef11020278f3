"""What a coroutine returns comes out of the task that runs it, in bodies without types, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, TupleType, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.calls import callbacks
from aobjects_mypy.orm import containers, evaluation, row_types
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Argument, Call

_TASK: Final = "_asyncio.Task"


def awaited(analysis: Analysis, value: Type | None, argument: Argument) -> Type | None:
    """Return what awaiting one of the arguments gives."""
    for instance in instances.instances(value):
        found = evaluation.awaited(analysis, instance, argument.expr)
        if found is not None:
            return found
    return None


def started(analysis: Analysis, call: Call) -> Type | None:
    """Return the task of ``create_task(...)``: its result is what the coroutine returns."""
    given = call.positional[0] if call.positional else None
    carried = containers.carry_arguments(analysis, call)
    if given is None or instances.tagged_instances(carried):
        return carried
    result = awaited(analysis, given.value, given)
    if not instances.tagged_instances(result):
        return carried
    task = analysis.instance_of(_TASK, [result]) if call.result is None and result is not None else None
    return task or given.value


def completed(analysis: Analysis, call: Call) -> Type | None:
    """Return the iterator of ``as_completed(...)``: it hands out the tasks."""
    task = _one_of(analysis, call)
    return (
        analysis.instance_of(names.ITERATOR, [task])
        if task is not None
        else containers.carry_arguments(analysis, call)
    )


def waited_for(analysis: Analysis, call: Call) -> Type | None:
    """Return the coroutine of ``wait(...)``: two sets of the tasks that it gets."""
    task = _one_of(analysis, call)
    fallback = analysis.instance_of(names.TUPLE, [AnyType(TypeOfAny.special_form)])
    tasks = analysis.instance_of(names.SET, [task]) if task is not None else None
    if tasks is None or fallback is None:
        return containers.carry_arguments(analysis, call)
    return row_types.coroutine(analysis, TupleType([tasks, tasks], fallback))


def _one_of(analysis: Analysis, call: Call) -> Type | None:
    """Return one of the tasks that a call gets, where mypy has not typed them."""
    given = call.argument(0, "fs")
    if analysis.types.are_inferred or given is None:
        return None
    task = callbacks.item(analysis, given.value, call)
    return task if instances.tagged_instances(task) else None
