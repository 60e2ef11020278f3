"""Objects of the project's own subclasses of ``dict`` and ``list``: what is in them, what they look up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.calls import protocols
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import own_objects
from aobjects_mypy.syntax import expressions
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.interpreter.interpreter import Interpreter

_BASES: Final = (names.DICT, names.LIST, "collections.UserDict", "collections.UserList", "collections.deque")
_ITEMS: Final = "[]"
"""Where the record of such an object keeps what was put into it."""
_ADDS: Final = frozenset({"append", "appendleft", "insert", "setdefault"})
_GIVES: Final = frozenset({"get", "pop", "popleft", "setdefault"})
_LOOKS_UP: Final = frozenset({"get", "pop", "setdefault", "values", "items"})
"""What ``UserDict`` does by ``self[key]``, unlike ``dict``."""


def is_one(instance: Instance) -> bool:
    return own_objects.is_of_project(instance.type) and any(map(instance.type.has_base, _BASES))


def make(interpreter: Interpreter, instance: Instance, call: Call) -> Instance | None:
    """Return the container that a call makes whose class leaves that to Python, with what it is given."""
    if not is_one(instance):
        return None
    entry = heap.Record({}, is_whole=True)
    made = addresses.with_address(instance, interpreter.allocate(call.node, entry, role="=record"))
    for argument in call.arguments:
        is_named = argument.kind == nodes.ARG_NAMED
        set_item(interpreter, made, argument.value if is_named else _held_by(argument.value))
    return made


def _held_by(value: Type | None) -> Type | None:
    """Return what the list or the dict holds that another is made of."""
    found = [item.args[-1] for item in instances.instances(value) if item.args]
    return found[0] if len(found) == 1 else None


def set_item(interpreter: Interpreter, instance: Instance, value: Type | None) -> None:
    """Record ``rows[key] = row``, or ``rows.append(row)``: which key it is, is not told apart."""
    entry = interpreter.entry(instance)
    if not is_one(instance) or not isinstance(entry, heap.Record) or value is None:
        return
    address = interpreter.address_of(instance)
    held = joins.join(interpreter, entry.fields.get(_ITEMS), value, address_parts.in_role(address, _ITEMS))
    if held is not None:
        interpreter.state.heap[address] = replace(entry, fields={**entry.fields, _ITEMS: held})


def item(
    interpreter: Interpreter, instance: Instance, key: Type | None, expr: nodes.IndexExpr
) -> tuple[bool, Type | None]:
    """Return what stands under any key, or what ``__missing__`` answers; tell whether that is known."""
    if not is_one(instance) or _is_own(instance, "__getitem__"):
        return False, None
    held = items(interpreter, instance)
    if held is not None:
        return True, held
    if not _is_own(instance, "__missing__"):
        return False, None
    call = Call(expr, expr, (Argument(expr.index, nodes.ARG_POS, None, key),), None)
    return True, protocols.answer(interpreter, instance, expr, "__missing__", call)


def items(interpreter: Interpreter, instance: Instance) -> Type | None:
    entry = interpreter.entry(instance)
    return entry.fields.get(_ITEMS) if isinstance(entry, heap.Record) and is_one(instance) else None


def method(interpreter: Interpreter, instance: Instance, name: str, call: Call) -> Type | None:
    """Do what an inherited method does with the items, and return the one that it gives."""
    if not is_one(instance):
        return None
    if name in _ADDS and call.arguments:
        set_item(interpreter, instance, call.arguments[-1].value)
    looks_up = name in _LOOKS_UP and instance.type.has_base("collections.UserDict")
    if looks_up and _is_own(instance, "__getitem__") and not call.has_unpacking:
        looked_up = replace(call, arguments=call.arguments[:1], result=None)
        return protocols.answer(interpreter, instance, call.node, "__getitem__", looked_up)
    return items(interpreter, instance) if name in _GIVES else None


def _is_own(instance: Instance, name: str) -> bool:
    definer = instance.type.get_containing_type_info(name)
    return definer is not None and not expressions.is_standard(definer.module_name)
