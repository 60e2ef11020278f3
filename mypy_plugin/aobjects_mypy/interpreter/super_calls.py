"""Call the method of a base class: ``super().save()``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import access_paths
from aobjects_mypy.interpreter import calling, inherited
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import definitions
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call


def call(interpreter: Interpreter, target: nodes.SuperExpr, call: Call) -> Type | None:
    """Call what the classes behind this one define: its body runs on the same ``self``."""
    found = inherited.find(interpreter, target)
    if found is None:
        return _super_of_unseen(interpreter, target, call)
    result = call.result
    if result is None and not interpreter.types.are_inferred:
        result = declared.result([declared.member(found.parent, target.name)])
    call = replace(call.on(found.receiver), result=result)
    node = interpreter.callees.definition(found.node)
    function = definitions.function_of(node)
    if function is None or found.parent.type.module_name.startswith(names.NEVER_SUMMARIZED):
        return _super_of_django(interpreter, found, target.name, call)
    outcome = applying.outcome(
        interpreter,
        node,
        call,
        None if function.is_class else found.receiver,
        call.node,
        target.name,
        virtual=found.step,
    )
    returned = outcome.value
    if found.name is not None:
        path = access_paths.name(found.name)
        for attribute in interpreter.callees.assigned_attributes(function):
            interpreter.bind_path(access_paths.attribute(path, attribute), None)
    if outcome.is_exact:
        return call.result if returned is None else returned
    result = calling.unknown_call(
        interpreter, call, found.receiver, applying.kept(interpreter, node, call, found.receiver)
    )
    return result if returned is None else returned


def _super_of_unseen(interpreter: Interpreter, target: nodes.SuperExpr, call: Call) -> Type | None:
    """Call what a base has that mypy has no types for."""
    receiver = inherited.receiver(interpreter, target)
    if receiver is None or not receiver.type.fallback_to_any:
        return call.result
    call = call.on(receiver)
    for rule in (*registry.ANY, registry.of_class(receiver.type)):
        answer = rule.inherited(interpreter, receiver, receiver, target.name, call)
        if answer is not UNANSWERED:
            return answer
    return call.result


def _super_of_django(
    interpreter: Interpreter, found: inherited.Inherited, name: str, call: Call
) -> Type | None:
    for rule in (*registry.ANY, registry.of_class(found.receiver.type)):
        answer = rule.inherited(interpreter, found.receiver, found.parent, name, call)
        if answer is not UNANSWERED:
            return answer
    return call.result
