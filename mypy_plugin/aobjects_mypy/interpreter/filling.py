"""What methods and assignments put into a container that has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, Type, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.interpreter import own_objects
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

_ADDS: Final = frozenset({"append", "appendleft", "add", "insert", "setdefault", "put", "put_nowait"})
_ADDS_ALL: Final = frozenset({"extend", "extendleft", "update"})


def fill(interpreter: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call) -> None:
    """Record what a method puts into a container that has a name."""
    path = expressions.access_path(target.expr)
    if path is not None and instance.args and target.name == "clear" and not call.arguments:
        _clear(interpreter, path, instance)
    if not instance.args or target.name not in _ADDS | _ADDS_ALL or not call.arguments:
        return
    added = _added(interpreter, instance, target.name, call)
    if path is not None:
        put_into(interpreter, path, instance, added, call.node)
    else:
        _put_inside(interpreter, target.expr, instance, added, call.node)


def _added(interpreter: Interpreter, container: Instance, method: str, call: Call) -> Type | None:
    """Return the type of what ``append(...)``, ``extend(...)`` or ``update(...)`` puts into a container."""
    if method in _ADDS:
        return call.arguments[-1].value
    if not container.type.has_base(names.MAPPING):
        with interpreter.off_loop():
            return evaluation.iterate(
                interpreter, call.arguments[-1].value, call.node, diagnostics.UNREPORTED
            )
    found = [argument.value for argument in call.keywords.values() if argument.value is not None]
    for argument in call.positional:
        for item in instances.instances(argument.value):
            if item.type.has_base(names.MAPPING) and item.args:
                found.append(item.args[-1])
    return evaluation.any_of(interpreter, found, call.node)


def _put_inside(
    interpreter: Interpreter,
    expr: nodes.Expression,
    inner: Instance,
    added: Type | None,
    node: nodes.Expression,
) -> None:
    """Record ``groups[key].append(row)`` and ``groups.setdefault(key, []).append(row)``."""
    if isinstance(expr, nodes.CallExpr) and isinstance(expr.callee, nodes.MemberExpr):
        outer = expr.callee.expr
    else:
        outer = expr.base if isinstance(expr, nodes.IndexExpr) else expr
    path = expressions.access_path(outer)
    known = interpreter.state.variables.get(path or "")
    container = get_proper_type(known) if isinstance(known, Type) else None
    if path is None or not isinstance(container, Instance) or not container.args:
        return
    element = get_proper_type(container.args[-1])
    if not isinstance(element, Instance) or element.type is not inner.type or not element.args:
        return
    last = element.args[-1]
    within = instances.overlay(last, added) or last
    if addresses.EMPTY not in (addresses.address_of(container), addresses.address_of(element)):
        within = evaluation.any_of(interpreter, [last, within], node) or last
    filled = element.copy_modified(args=[*element.args[:-1], within])
    filled.extra_attrs = None
    grown = container.copy_modified(args=[*container.args[:-1], filled])
    grown.extra_attrs = None
    interpreter.state.keep(path, grown)


def put_into(
    interpreter: Interpreter, path: str, container: Instance, added: Type | None, node: nodes.Context
) -> None:
    # In a loop over the container itself, every element is put anew.
    loops = [loop for loop in interpreter.loops if path in loop.over]
    for loop in loops:
        loop.renewed.add(path)
    was_empty = addresses.address_of(container) == addresses.EMPTY
    empty = bool(loops) or was_empty
    last = container.args[-1]
    added = instances.overlay(last, added)
    merged = added if empty else evaluation.any_of(interpreter, [last, added or last], node)
    filled = container.copy_modified(args=[*container.args[:-1], merged or last])
    filled.extra_attrs = None
    if was_empty or not isinstance(get_proper_type(last), AnyType):
        interpreter.state.keep(path, filled)
        own_objects.keep(interpreter, path, filled)


def _clear(interpreter: Interpreter, path: str, container: Instance) -> None:
    emptied = addresses.with_address(container, addresses.EMPTY)
    interpreter.bind_path(path, emptied)
    own_objects.keep(interpreter, path, emptied)
