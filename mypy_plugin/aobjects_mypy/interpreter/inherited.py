"""Find what ``super()`` leads to: the next class that has the name, and the object that it is called on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.maptype import map_instance_to_supertype
from mypy.types import Instance
from mypy.typevars import fill_typevars

from aobjects_mypy.domain import heap
from aobjects_mypy.types import inheritance, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Inherited:
    """An attribute that is read through ``super()``."""

    node: nodes.SymbolNode | None
    receiver: Instance
    """``self``, or an instance of the class where the first parameter is none."""
    parent: Instance
    """The same object as the class that has the attribute sees it."""
    name: str | None
    """How the body calls ``self``, where it is an instance."""
    step: str
    """How the choice of the class is written down in a summary."""


def find(interpreter: Interpreter, expr: nodes.SuperExpr) -> Inherited | None:
    behind = _class_behind(expr)
    if behind is None:
        return None
    name, receiver = _myself(interpreter, expr, behind)
    is_exact = isinstance(interpreter.entry(receiver), (heap.Row, heap.Record))
    definer = inheritance.next_definer(receiver.type if is_exact else behind, behind, expr.name)
    if definer is None:
        return None
    seen = map_instance_to_supertype(receiver, definer).copy_modified()
    seen.extra_attrs = receiver.extra_attrs
    return Inherited(definer.names[expr.name].node, receiver, seen, name, inheritance.step(behind, expr.name))


def receiver(interpreter: Interpreter, expr: nodes.SuperExpr) -> Instance | None:
    """Return the object that a body calls ``super()`` on."""
    behind = _class_behind(expr)
    return _myself(interpreter, expr, behind)[1] if behind is not None else None


def _class_behind(expr: nodes.SuperExpr) -> nodes.TypeInfo | None:
    given = expr.call.args[0] if expr.call.args else None
    if given is None:
        return expr.info
    named = given.node if isinstance(given, nodes.RefExpr) else None
    is_above = isinstance(named, nodes.TypeInfo) and expr.info is not None and named in expr.info.mro
    return named if isinstance(named, nodes.TypeInfo) and is_above else None


def _myself(
    interpreter: Interpreter, expr: nodes.SuperExpr, info: nodes.TypeInfo
) -> tuple[str | None, Instance]:
    own = fill_typevars(expr.info) if expr.info is not None else None
    plain = own if isinstance(own, Instance) else Instance(info, [])
    parameters = interpreter.frames[0].function.arguments
    if not parameters:
        return None, plain
    name = parameters[0].variable.name
    for instance in instances.instances(interpreter.state.named(name)):
        if instance.type.has_base(info.fullname):
            return name, instance
    return None, plain
