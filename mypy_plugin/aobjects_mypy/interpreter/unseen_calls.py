"""Calls of which no body is seen, where proof is asked for: they may read what their rows lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.interpreter import unknown_values
from aobjects_mypy.orm import evaluation, relations
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call


def report(interpreter: Interpreter, call: Call, receiver: Instance | None) -> None:
    """Report ``render(book)`` where nobody sees what ``render`` is, and the book lacks a relation."""
    if not interpreter.seeks_proof or isinstance(interpreter.parent(), nodes.AwaitExpr):
        return
    if not isinstance(call.node, nodes.CallExpr) or call.callee is call.node:
        # What Python calls by itself: "__iter__", say.
        return
    module = _module(call, receiver)
    if expressions.is_standard(module) or f"{module}.".startswith(names.NEVER_RUN):
        # What querying they do, rules and tables say.
        return
    is_open = _is_open(interpreter, call, receiver)
    if any(
        _may_query(interpreter, argument.value) or (is_open and unknown_values.is_unknown(argument.value))
        for argument in call.arguments
    ):
        shown = expressions.source(call.callee)
        found = diagnostics.query_in_the_unseen(shown)
        interpreter.report(found.as_unproven(), call.node)


def _is_open(interpreter: Interpreter, call: Call, receiver: Instance | None) -> bool:
    """Tell a method of the project that subclasses have to define, each in its way."""
    name = call.callee.name if isinstance(call.callee, nodes.MemberExpr) else ""
    member = instances.member(receiver.type, name) if receiver is not None else None
    function = definitions.function_of(interpreter.callees.definition(member))
    if function is None or function.is_coroutine or not function.info:
        return False
    body = interpreter.callees.body(member)
    return body is not None and definitions.is_open(body)


def _module(call: Call, receiver: Instance | None) -> str:
    """Return the module of what is called, as far as that is known."""
    callee = call.callee
    owner = receiver.type if receiver is not None else None
    if isinstance(callee, nodes.MemberExpr):
        if isinstance(callee.expr, nodes.RefExpr) and isinstance(callee.expr.node, nodes.TypeInfo):
            owner = callee.expr.node
        definer = owner.get_containing_type_info(callee.name) if owner is not None else None
        if definer is not None:
            return definer.module_name
    return owner.module_name if owner is not None else expressions.fullname(callee).rpartition(".")[0]


def _may_query(interpreter: Interpreter, value: Type | None) -> bool:
    """Tell what holds a row that lacks a relation, or a queryset that is not fetched."""
    for instance in (*instances.instances(value), *instances.tagged_instances(value)):
        entry = interpreter.entry(instance)
        if relations.is_row(instance):
            schema = interpreter.model_of(instance.type)
            row = entry if isinstance(entry, heap.Row) else heap.unknown_row("")
            if schema is not None and any(row.status(name) is not Status.LOADED for name in schema.relations):
                return True
        elif evaluation.is_queryset(instance) and not evaluation.is_async(instance):
            is_fetched = isinstance(entry, heap.QuerySet) and entry.cache is heap.Cache.FILLED
            if not is_fetched:
                return True
    return False
