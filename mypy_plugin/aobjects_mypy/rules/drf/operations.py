"""What each of the steps of a serializer does to the values at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType, TypedDictType

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation
from aobjects_mypy.rules.drf import steps
from aobjects_mypy.syntax import definitions, expressions, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call


def _read(analysis: Evaluator, call: Call) -> Type | None:
    base, named = call.arguments
    return read(analysis, base.value, expressions.string(named.expr) or "", call.node)


def read(analysis: Evaluator, value: Type | None, name: str, place: nodes.Expression) -> Type | None:
    members = [member for member in instances.items(value) if not isinstance(member, NoneType)]
    if len(members) != 1:
        return analysis.read(value, name, place) if members else None
    member = members[0]
    if isinstance(member, TypedDictType):
        return member.items.get(name)
    if not isinstance(member, Instance):
        return None
    if member.type.has_base(names.MAPPING):
        entry = analysis.entry(member)
        return entry.fields.get(name) if isinstance(entry, heap.Record) else None
    if _is_called(analysis, member, name):
        return analysis.call_method(member, name, place)
    return analysis.read(member, name, place)


def _is_called(analysis: Evaluator, member: Instance, name: str) -> bool:
    """Tell a method that needs no arguments."""
    node = analysis.callees.definition(instances.member(member.type, name))
    if wrappers.is_cached_property(node):
        return False
    function = definitions.function_of(node)
    if function is None:
        return isinstance(node, nodes.OverloadedFuncDef) and not node.is_property
    bound = 0 if function.is_static else 1
    return not function.is_property and not any(kind.is_required() for kind in function.arg_kinds[bound:])


def _key(analysis: Evaluator, call: Call) -> Type | None:
    base, named = call.arguments
    name = expressions.string(named.expr) or ""
    for member in instances.instances(base.value):
        schema = analysis.model_of(member.type)
        relation = schema.relations.get(name) if schema is not None else None
        if relation is not None and len(relation.attnames) == 1 and relation.target is not None:
            return analysis.read(member, relation.attnames[0], call.node)
    related = read(analysis, base.value, name, call.node)
    return read(analysis, related, "pk", call.node)


def _rows(analysis: Evaluator, call: Call) -> Type | None:
    value = call.arguments[0].value
    if any(evaluation.is_manager(member) for member in instances.instances(value)):
        return analysis.call_method(value, "all", call.node)
    return value


def _item(analysis: Evaluator, call: Call) -> Type | None:
    values = call.arguments[0]
    rows = values.value
    with analysis.off_loop():
        if any(evaluation.is_manager(member) for member in instances.instances(rows)):
            rows = analysis.call_method(rows, "all", call.node)
        return evaluation.iterate(analysis, rows, values.expr, diagnostics.UNREPORTED)


def _in_thread(analysis: Evaluator, call: Call) -> Type | None:
    inside = call.arguments[0].expr
    assert isinstance(inside, nodes.LambdaExpr)
    with analysis.off_loop():
        return analysis.evaluate(inside.expr())


def _query(analysis: Evaluator, call: Call) -> Type | None:
    words = expressions.string(call.arguments[0].expr) or ""
    analysis.report(diagnostics.synchronous_query(words, ""), call.node)
    return None


FUNCTIONS: Final[dict[str, Function]] = {
    steps.name_of(steps.read): _read,
    steps.name_of(steps.key): _key,
    steps.name_of(steps.rows): _rows,
    steps.name_of(steps.item): _item,
    steps.name_of(steps.in_thread): _in_thread,
    steps.name_of(steps.query): _query,
}
