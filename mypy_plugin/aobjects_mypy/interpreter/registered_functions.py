"""Functions and classes that a module keeps by a key: ``@on(BookSold)`` puts one into ``_handlers[kind]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, Instance, Type, TypeOfAny, get_proper_type

from aobjects_mypy.analysis import joins
from aobjects_mypy.interpreter import registrations
from aobjects_mypy.interpreter.found_out import take
from aobjects_mypy.syntax import keys
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aobjects_mypy.interpreter.interpreter import Interpreter


def under(
    interpreter: Interpreter, container: nodes.Expression, key: Type | None, place: nodes.Expression
) -> Type | None:
    """Return what was put there under this key, a class or a text, when modules were imported."""
    asked = keys.of_value(key)
    if asked is None or interpreter.sink.is_summary:
        return None
    found = _registered(interpreter, container)
    if not found or all(item.key is None for item in found):
        return None
    value: Type | None = None
    for item in found:
        held = get_proper_type(item.held)
        if item.key == asked and isinstance(held, Instance):
            take(interpreter, item.objects)
            value = joins.join(interpreter, value, held.args[-1], place)
    # Of what nobody in sight has put there, nothing is known.
    return value if value is not None else AnyType(TypeOfAny.special_form)


def classes(interpreter: Interpreter, container: nodes.Expression) -> Iterator[nodes.TypeInfo]:
    """Yield the classes that were put there when modules were imported."""
    for item in _registered(interpreter, container):
        held = get_proper_type(item.held)
        for member in instances.items(held.args[-1]) if isinstance(held, Instance) else ():
            made = declared.instance_of_class(member)
            if isinstance(made, Instance):
                yield made.type


def _registered(interpreter: Interpreter, container: nodes.Expression) -> Sequence[registrations.Registered]:
    known = interpreter.found_out.registered
    if isinstance(container, nodes.RefExpr) and container.kind == nodes.GDEF:
        if not isinstance(container.node, nodes.Var):
            return ()
        if container.node not in known:
            interpreter.evaluate_quietly(container)
        return known.get(container.node, ())
    if not isinstance(container, nodes.MemberExpr):
        return ()
    owner = registrations.of_object(interpreter, interpreter.evaluate_quietly(container.expr))
    found = known.get(owner, ()) if owner is not None else ()
    return [item for item in found if item.name == container.name]
