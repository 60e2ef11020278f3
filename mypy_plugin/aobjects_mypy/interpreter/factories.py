"""What the class methods that make an object put into it: ``await Page.load(pk)`` is a way to have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import Type, TypeType

from aobjects_mypy.domain import heap
from aobjects_mypy.interpreter import called, own_objects
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.interpreter.interpreter import Interpreter


def made(
    nobody: Interpreter, instance: Instance, enter: Callable[[nodes.FuncDef], Interpreter]
) -> Iterator[tuple[heap.Record, heap.Heap]]:
    """Yield what an object holds that a class method returns, with the objects of the heap then.

    ``enter`` gives an interpreter for a body that nobody calls.
    """
    for function in own_objects.methods(nobody, instance.type, of_class=True):
        body = enter(function)
        given: dict[int, Type | None] = dict.fromkeys(range(len(function.arguments)))
        given[0] = TypeType(instance)
        called.bind(body, function, given)
        body.execute_body(function)
        nobody.found_out.class_steps += body.steps
        value = called.leave(body) if not body.gave_up else None
        for returned in instances.tagged_instances(value):
            entry = body.entry(returned)
            if returned.type is instance.type and isinstance(entry, heap.Record):
                yield entry, body.state.heap
