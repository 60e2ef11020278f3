"""Call a function as a worker thread does, and give back what is awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import names
from aobjects_mypy.calls import applying, callbacks, threads
from aobjects_mypy.interpreter import targets
from aobjects_mypy.syntax import later_evaluation
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy import nodes
    from mypy.nodes import ArgKind
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def is_event_loop(base: Type | None) -> bool:
    return any(instance.type.has_base(names.EVENT_LOOP) for instance in instances.instances(base))


def call_off_loop(
    interpreter: Interpreter,
    node: nodes.Expression,
    wrapped: nodes.Expression,
    args: Sequence[nodes.Expression],
    kinds: Sequence[ArgKind],
    arg_names: Sequence[str | None],
    result: Type | None,
) -> Type | None:
    """Call ``wrapped`` as a worker thread does; its arguments are evaluated here."""
    for arg in args:
        if not callbacks.is_lazy(arg):
            interpreter.evaluate(arg)
    with interpreter.thread():
        value = targets.call(interpreter, node, wrapped, args, kinds, arg_names, awaited(result))
    if not later_evaluation.is_evaluated_later(interpreter.frames[-1].function, node):
        threads.check_result(interpreter, wrapped, value if value is not None else awaited(result), node)
    return as_coroutine(interpreter, result, value)


def awaited(coroutine: Type | None) -> Type | None:
    if instances.is_any(coroutine):
        return coroutine
    instance = instances.first(coroutine)
    return instance.args[-1] if instance is not None and instance.args else None


def as_coroutine(interpreter: Interpreter, coroutine: Type | None, value: Type | None) -> Type | None:
    instance = instances.first(coroutine)
    if instance is None and any(interpreter.row(row) is not None for row in instances.instances(value)):
        # The callable is untyped: the row stands for what is awaited.
        return value
    if (coroutine is None or instances.is_any(coroutine)) and instances.tagged_instances(value):
        return applying.awaitable(interpreter, None, value)
    if instance is None or not instance.args or value is None:
        return coroutine
    return instance.copy_modified(args=[*instance.args[:-1], value])
