"""Objects and managers that mypy has no types for: names that are imported, and Django's metadata, tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import AnyType, CallableType, Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.rules import frameworks
from aobjects_mypy.syntax import imports
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def of_name(interpreter: Interpreter, expr: nodes.RefExpr) -> Instance | None:
    """Return the object that a framework has a rule for; nothing else of it is known."""
    fullname = interpreter.callees.imported(expr) if imports.is_unseen(expr) else ""
    typ = interpreter.instance_of(names.OBJECT) if fullname in frameworks.OBJECTS else None
    if typ is None:
        return None
    return addresses.with_address(
        typ, interpreter.allocate(address_parts.sole(fullname), heap.Named(fullname))
    )


def manager(
    interpreter: Interpreter, owner: Type, expr: nodes.MemberExpr, result: Type | None
) -> Instance | None:
    """Return ``Model.objects`` as a manager of Django's, where mypy knows nothing of the project's own class.

    One is ``class Shelves(models.Manager.from_queryset(ShelfQuerySet))``: django-stubs does not support it.
    """
    shape = get_proper_type(result) if result is not None else None
    is_untyped = (
        isinstance(shape, Instance) and shape.type.fallback_to_any and not evaluation.is_manager(shape)
    )
    if not isinstance(shape, AnyType) and not is_untyped:
        return None
    model = owner.ret_type if isinstance(owner, CallableType) else getattr(owner, "item", None)
    for instance in instances.instances(model):
        schema = interpreter.model_of(instance.type)
        if schema is not None and schema.has_manager(expr.name):
            return interpreter.instance_of(names.MANAGER, [instance])
        rows = schema.managers.get(expr.name) if schema is not None else None
        if rows is not None and rows.manager_classes:
            return managers.of_descriptor(interpreter, rows, expr)
    return None
