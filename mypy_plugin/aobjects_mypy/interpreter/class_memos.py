"""What methods keep on their class for whoever asks next: ``cls._by_code = {}``, ``cls.books[pk] = book``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, TypeType

from aobjects_mypy.domain import access_paths
from aobjects_mypy.interpreter import module_memos, own_objects
from aobjects_mypy.interpreter.found_out import recall
from aobjects_mypy.syntax import definitions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import ProperType, Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter


def read(interpreter: Interpreter, owner: ProperType, name: str, shape: Type | None) -> Type | None:
    """Return what a class holds under a name that begins empty in its body."""
    known = declared.instance_of_class(owner)
    variable = instances.member(known.type, name) if isinstance(known, Instance) else None
    if (
        not isinstance(variable, nodes.Var)
        or not variable.info
        or not variable.is_initialized_in_class
        or not own_objects.is_of_project(variable.info)
    ):
        return None
    known_values = interpreter.found_out.module_values
    value = recall(interpreter, known_values, variable, lambda: _find(interpreter, variable))
    return instances.overlay(shape, value) if value is not None else None


def _find(interpreter: Interpreter, variable: nodes.Var) -> tuple[Type | None, dict[Address, heap.Entry]]:
    given = definitions.returned(interpreter.callees.class_value(variable.info, variable.name))
    if given is None or not module_memos.begins_empty(given):
        return None, {}
    return module_memos.put_there(interpreter, variable, given, _writers(interpreter, variable))


def _writers(interpreter: Interpreter, variable: nodes.Var) -> Iterator[module_memos.Writer]:
    """Yield the methods of the class that put something there, by ``cls`` or by its name."""
    info = variable.info
    for symbol in info.names.values():
        function = definitions.function_of(symbol.node)
        if function is None or not isinstance(symbol.node, (nodes.FuncDef, nodes.Decorator)):
            continue
        by_class = function.is_class and bool(function.arguments)
        owner = function.arguments[0].variable.name if by_class else info.name
        path = access_paths.attribute(access_paths.name(owner), variable.name)
        found = module_memos.writing(interpreter, symbol.node, path)
        if found is not None:
            yield found, path, {0: TypeType(Instance(info, []))} if by_class else {}
