"""The classes that can stand behind a protocol or an abstract class, as far as a module can see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance

from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import own_objects
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy.types import Type

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.interpreter.interpreter import Interpreter

_MOST: Final = 8
"""Of a base with more subclasses nothing is known: each call would run them all."""


def behind(interpreter: Interpreter, instance: Instance, path: AccessPath) -> Type | None:
    """Return an object of each class that implements what a name is declared as: it may be any of them.

    A method is judged for each subclass that changes what it does: ``self`` is none of them here.
    """
    function = interpreter.frames[-1].function
    if function.info and function.arg_names[:1] == [path]:
        return None
    made: list[Type] = []
    for info in of(interpreter, instance.type):
        address = interpreter.allocate(address_parts.of_name(path, info.fullname), heap.Record({}))
        made.append(addresses.with_address(Instance(info, []), address))
    return instances.union(made) if made else None


def of(interpreter: Interpreter, info: nodes.TypeInfo) -> Sequence[nodes.TypeInfo]:
    """Return the classes that implement an open one: none where they are not known, or too many."""
    known = interpreter.found_out.implementations
    if interpreter.sink.is_summary or info.type_vars or not own_objects.is_class_of_project(info):
        return ()
    if info not in known:
        known[info] = _find(interpreter, info)
    for watched in interpreter.watched:
        watched.implementations[info] = known[info]
    return known[info]


def _find(interpreter: Interpreter, info: nodes.TypeInfo) -> Sequence[nodes.TypeInfo]:
    modules = dict.fromkeys([interpreter.chain[0].module, info.module_name])
    seen = dict.fromkeys(found for module in modules for found in interpreter.callees.classes(module))
    below = [other for other in seen if other is not info and (info.is_protocol or info in other.mro)]
    # Most classes have none below them: their methods need not be looked at.
    if not below or not _is_open(interpreter, info):
        return ()
    found = [other for other in below if _implements(interpreter, other, info)]
    # Several have the methods of a protocol by chance; those that name their base mean it.
    is_too_many = len(found) > (1 if info.is_protocol else _MOST)
    return () if is_too_many or any(other.type_vars for other in found) else found


def _is_open(interpreter: Interpreter, info: nodes.TypeInfo) -> bool:
    """Tell a class that leaves a method to others, by its declaration or by ``NotImplementedError``."""
    if info.is_protocol or info.is_abstract:
        return True
    bases = [base for base in info.mro if own_objects.is_class_of_project(base) and not base.type_vars]
    methods = (info[name].node for name in dict.fromkeys(name for base in bases for name in base.names))
    bodies = (
        interpreter.callees.body(definitions.function_of(node))
        for node in methods
        if isinstance(node, (nodes.FuncDef, nodes.Decorator))
    )
    return any(body is not None and definitions.is_left_to_subclasses(body) for body in bodies)


def _implements(interpreter: Interpreter, other: nodes.TypeInfo, info: nodes.TypeInfo) -> bool:
    if other.is_protocol or other.is_abstract or not registry.is_plain(other):
        return False
    if expressions.is_standard(other.module_name):
        return False
    if info in other.mro:
        return not _is_open(interpreter, other)
    members = list(_members(info))
    return info.is_protocol and bool(members) and all(other.get(name) is not None for name in members)


def _members(info: nodes.TypeInfo) -> Iterator[str]:
    for base in info.mro:
        if base.is_protocol and not expressions.is_standard(base.module_name):
            yield from (name for name in base.names if not (name.startswith("__") and name.endswith("__")))
