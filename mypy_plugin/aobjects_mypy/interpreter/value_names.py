"""The names that functions and classes have as values: ``handler.__name__``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def of(interpreter: Interpreter, value: Type | None) -> Type | None:
    """Return the name of a function, or of a class, as a text that is known."""
    found = _of_class(value) or _of_function(interpreter, value)
    text = interpreter.instance_of(names.STR)
    return declared.literal(text, found) if text is not None and found is not None else None


def _of_class(value: Type | None) -> str | None:
    made = declared.instance_of_class(get_proper_type(value)) if value is not None else None
    return made.type.name if isinstance(made, Instance) else None


def _of_function(interpreter: Interpreter, value: Type | None) -> str | None:
    first = instances.first(value) if len(instances.items(value)) == 1 else None
    entry = interpreter.entry(first) if first is not None else None
    members = entry.members if isinstance(entry, heap.Functions) else ()
    found = {member.node.name for member in members if isinstance(member.node, nodes.FuncDef)}
    return found.pop() if len(found) == 1 else None
