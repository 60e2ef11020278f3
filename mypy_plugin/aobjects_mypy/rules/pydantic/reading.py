"""How a value is read: an attribute or an item, the items of an iterable, one of several types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType, ProperType, TupleType, Type, TypedDictType

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.calls import attribute_models, protocols
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation
from aobjects_mypy.programs import reads
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call


def _get(analysis: Evaluator, call: Call) -> Type | None:
    """Get the first of some attributes that each of the objects has; a dict has items in their place."""
    base, way, *named = call.arguments
    source = _source(base.expr)
    wanted = [expressions.string(name.expr) or "" for name in named]
    members = [member for member in instances.items(base.value) if not isinstance(member, NoneType)]
    found: Type | None = None
    for member in members:
        with analysis.site(f"#{members.index(member)}") if len(members) > 1 else analysis.site(""):
            value = _get_from(analysis, member, source, wanted, expressions.string(way.expr) or "", call)
        found = joins.join(analysis, found, value, call.node)
    return found


def _get_from(
    analysis: Evaluator,
    member: ProperType,
    source: nodes.Expression,
    wanted: list[str],
    way: str,
    call: Call,
) -> Type | None:
    held = _held(analysis, member)
    if held is not None:
        return next((held[name] for name in wanted if name in held), None)
    if isinstance(member, Instance) and member.type.has_base(names.MAPPING):
        return member.args[-1] if member.args else None
    if not way or not isinstance(member, Instance) or _is_left_alone(member):
        return None
    name = next((name for name in wanted if member.type.get(name) is not None), wanted[0])
    read: nodes.Expression = _at(nodes.MemberExpr(source, name), call.node)
    if way == reads.GETTER and _is_method(analysis, member, name):
        read = _at(nodes.CallExpr(read, [], [], []), call.node)
    return analysis.evaluate(read)


def _source(expr: nodes.Expression) -> nodes.Expression:
    return expr.target if isinstance(expr, nodes.AssignmentExpr) else expr


def _held(analysis: Evaluator, member: ProperType) -> Mapping[str, Type] | None:
    """Return what a dict of known keys holds."""
    if isinstance(member, TypedDictType):
        return member.items
    if isinstance(member, Instance) and member.type.has_base(names.MAPPING):
        entry = analysis.entry(member)
        return entry.fields if isinstance(entry, heap.Record) else None
    return None


def _is_left_alone(member: Instance) -> bool:
    """Tell what is taken as it is: an object of such a class, a response, a value of Python."""
    return (
        attribute_models.is_model(member.type)
        or expressions.is_standard(member.type.module_name)
        or evaluation.is_queryset(member)
        or member.type.has_base(names.HTTP_RESPONSE)
    )


def _is_method(analysis: Evaluator, member: Instance, name: str) -> bool:
    """Tell a method that needs no arguments; a property is none."""
    defined = instances.member(member.type, name)
    if isinstance(defined, nodes.Decorator):
        return False
    function = definitions.function_of(analysis.callees.definition(defined))
    if function is None or function.is_property:
        return False
    return not any(kind.is_required() for kind in function.arg_kinds[0 if function.is_static else 1 :])


def _convert(analysis: Evaluator, call: Call) -> Type | None:
    """Take the rows of a manager or a queryset into a list; anything else is what it was."""
    given = call.arguments[0]
    source = _source(given.expr)
    found: Type | None = None
    for member in instances.items(given.value):
        value: Type | None = member
        if isinstance(member, Instance) and evaluation.is_manager(member):
            every = _at(nodes.MemberExpr(source, "all"), call.node)
            rows = analysis.evaluate(_at(nodes.CallExpr(every, [], [], []), call.node))
            value = _rows(analysis, rows, call.node)
        elif isinstance(member, Instance) and evaluation.is_queryset(member):
            value = _rows(analysis, member, source)
        found = joins.join(analysis, found, value, call.node)
    return found


def _rows(analysis: Evaluator, rows: Type | None, node: nodes.Expression) -> Type | None:
    item = evaluation.iterate(analysis, rows, node, diagnostics.use_by("list"))
    return analysis.instance_of(names.LIST, [item]) if item is not None else None


def _each(analysis: Evaluator, call: Call) -> Type | None:
    """Take all items of a container; pydantic refuses others: a queryset, a manager, a dict."""
    rows = call.arguments[0]
    found: Type | None = None
    for member in instances.items(rows.value):
        if isinstance(member, TupleType):
            item: Type | None = None
            for one in member.items:
                item = joins.join(analysis, item, one, call.node)
        elif not isinstance(member, Instance) or _is_refused(member):
            continue
        else:
            yielded = protocols.iterate(analysis, member, rows.expr)
            item = evaluation.iterate(analysis, member, rows.expr, diagnostics.UNREPORTED)
            item = instances.overlay(item, yielded)
        found = joins.join(analysis, found, item, call.node)
    return found


def _is_refused(member: Instance) -> bool:
    return (
        evaluation.is_manager(member) or evaluation.is_queryset(member) or member.type.has_base(names.MAPPING)
    )


def _each_value(analysis: Evaluator, call: Call) -> Type | None:
    found: Type | None = None
    for member in instances.items(call.arguments[0].value):
        held = _held(analysis, member)
        if held is not None:
            for value in held.values():
                found = joins.join(analysis, found, value, call.node)
        elif isinstance(member, Instance) and member.type.has_base(names.MAPPING) and member.args:
            found = joins.join(analysis, found, member.args[-1], call.node)
    return found


def _either(analysis: Evaluator, call: Call) -> Type | None:
    """Try each of the types: what raises, or refuses the value, is tried no further, and another may do."""
    value, *tried = call.arguments
    before, objects = analysis.sink.count(), dict(analysis.state.heap)
    for needed, way in zip(tried[::2], tried[1::2], strict=True):
        count = analysis.sink.count()
        assert isinstance(way.expr, nodes.LambdaExpr)
        analysis.evaluate(way.expr.expr())
        wanted = (expressions.string(needed.expr) or "").split()
        if analysis.sink.count() == count and not _lacks(analysis, value.value, wanted):
            analysis.sink.catch(before)
            return None
        analysis.state.heap = dict(objects)
    return None


def _lacks(analysis: Evaluator, value: Type | None, wanted: list[str]) -> bool:
    """Tell a row that does not have one of the names at all."""
    rows = instances.instances(value)
    if not rows or any(analysis.model_of(row.type) is None for row in rows):
        return False
    return any(row.type.get(name) is None for row in rows for name in wanted)


def _at(expr: nodes.Expression, place: nodes.Context) -> nodes.Expression:
    expr.set_line(place)
    return expr


FUNCTIONS: Final[dict[str, Function]] = {
    reads.name_of(reads.get): _get,
    reads.name_of(reads.convert): _convert,
    reads.name_of(reads.each): _each,
    reads.name_of(reads.each_value): _each_value,
    reads.name_of(reads.either): _either,
}
