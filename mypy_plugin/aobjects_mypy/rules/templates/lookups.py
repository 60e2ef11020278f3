"""What only templates do: looking a name up in whatever way gives something, and testing without raising."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, LiteralType, NoneType, TupleType, Type, TypedDictType

from aobjects_mypy import diagnostics, names
from aobjects_mypy.calls import applying, protocols
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.orm import evaluation, methods, relations
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.rules.templates import callables
from aobjects_mypy.syntax import definitions, expressions, wrappers
from aobjects_mypy.templates import functions
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call

_OF_DICTS: Final = frozenset({"items", "keys", "values", "copy"})


def _look_up(analysis: Evaluator, call: Call) -> Type | None:
    base, named = call.arguments
    name = expressions.string(named.expr) or ""
    source = base.expr.target if isinstance(base.expr, nodes.AssignmentExpr) else base.expr
    members = [member for member in instances.items(base.value) if not isinstance(member, NoneType)]
    for member in members:
        held = _held(analysis, member, name)
        if held is not None:
            return callables.call(analysis, held, call.node) if len(members) == 1 else None
    readings = {_reading(analysis, member, name) for member in members}
    # Of two classes that are read in two ways, nothing is said.
    reading = readings.pop() if len(readings) == 1 else None
    is_unknown = base.value is None or any(map(instances.is_any, members))
    if analysis.seeks_proof and reading is None and is_unknown:
        reading = _called if methods.of_rows(name)[0] is not None else _attribute
    if reading is None:
        return None
    return callables.call(analysis, analysis.evaluate(reading(source, name, call.node)), call.node)


def _held(analysis: Evaluator, member: Type, name: str) -> Type | None:
    """Return what a dict holds under a name."""
    if isinstance(member, TypedDictType):
        return member.items.get(name)
    if isinstance(member, TupleType) and name.isdigit() and int(name) < len(member.items):
        return member.items[int(name)]
    entry = analysis.entry_of(member)
    if (
        isinstance(member, Instance)
        and member.type.has_base(names.MAPPING)
        and isinstance(entry, heap.Record)
    ):
        return entry.fields.get(name)
    return None


def _reading(
    analysis: Evaluator, member: Type, name: str
) -> Callable[[nodes.Expression, str, nodes.Context], nodes.Expression] | None:
    """Return how Django gets at the name: as an item, as an attribute, by calling it, or by an index."""
    if isinstance(member, TupleType):
        return _attribute
    if not isinstance(member, Instance):
        return None
    if member.type.has_base(names.MAPPING):
        return _called if name in _OF_DICTS else _item
    if name.isdigit():
        return _index
    if _has_items_of_its_own(member):
        return None
    defined = instances.member(member.type, name)
    function = definitions.function_of(analysis.callees.definition(defined))
    if function is not None and not function.is_property and not wrappers.is_cached_property(defined):
        is_called = _needs_nothing(function) and not callables.alters_data(analysis, member, name)
        return _called if is_called else None
    if isinstance(defined, nodes.OverloadedFuncDef):
        return None if callables.alters_data(analysis, member, name) or defined.is_property else _called
    is_container = (
        evaluation.is_queryset(member) or relations.is_row(member) or member.type.fullname == names.LIST
    )
    if defined is None and not is_container and member.type.get("__getitem__") is not None:
        return _item
    return _attribute


def _has_items_of_its_own(member: Instance) -> bool:
    """Tell a class of the project whose ``__getitem__`` is asked first, and may have the name or not."""
    definer = member.type.get_containing_type_info("__getitem__")
    return definer is not None and not definer.module_name.startswith(names.NEVER_SUMMARIZED)


def _needs_nothing(function: nodes.FuncDef) -> bool:
    """Tell a method that can be called without arguments."""
    bound = 0 if function.is_static else 1
    return not any(kind.is_required() for kind in function.arg_kinds[bound:])


def _attribute(source: nodes.Expression, name: str, place: nodes.Context) -> nodes.Expression:
    return _at(nodes.MemberExpr(source, name), place)


def _called(source: nodes.Expression, name: str, place: nodes.Context) -> nodes.Expression:
    return _at(nodes.CallExpr(_at(nodes.MemberExpr(source, name), place), [], [], []), place)


def _item(source: nodes.Expression, name: str, place: nodes.Context) -> nodes.Expression:
    return _at(nodes.IndexExpr(source, _at(nodes.StrExpr(name), place)), place)


def _index(source: nodes.Expression, name: str, place: nodes.Context) -> nodes.Expression:
    return _at(nodes.IndexExpr(source, _at(nodes.IntExpr(int(name)), place)), place)


def _at(expr: nodes.Expression, place: nodes.Context) -> nodes.Expression:
    expr.set_line(place)
    return expr


def _quietly(analysis: Evaluator, call: Call) -> Type | None:
    """Evaluate an operator of ``{% if %}``: where an operand raises, it is false."""
    inside, operator = call.arguments
    before, objects = analysis.sink.count(), dict(analysis.state.heap)
    assert isinstance(inside.expr, nodes.LambdaExpr)
    expr = inside.expr.expr()
    value = analysis.evaluate(expr)
    if analysis.sink.count() == before:
        decided = _decided(analysis, expr)
        return value if decided is None else _truth(analysis, value=decided)
    # What raises has loaded nothing.
    analysis.sink.catch(before)
    analysis.state.heap = objects
    # The first operand of an "or" may have been true.
    return None if expressions.string(operator.expr) == "or" else _truth(analysis, value=False)


def _truth(analysis: Evaluator, *, value: bool) -> Type | None:
    shape = analysis.instance_of(names.BOOL)
    return declared.literal(shape, value) if shape is not None else None


def _decided(analysis: Evaluator, expr: nodes.Expression) -> bool | None:
    """Return what an operator is whose operands are known values."""
    if isinstance(expr, nodes.UnaryExpr):
        given = _known(analysis, expr.expr)
        return not given[0] if given is not None else None
    if not isinstance(expr, nodes.ComparisonExpr) or expr.operators[0] not in ("==", "!=", "is", "is not"):
        return None
    left, right = (_known(analysis, operand) for operand in expr.operands)
    if left is None or right is None:
        return None
    return (left == right) is (expr.operators[0] in ("==", "is"))


def _known(analysis: Evaluator, expr: nodes.Expression) -> tuple[object] | None:
    members = instances.items(analysis.evaluate(expr))
    if len(members) != 1:
        return None
    if isinstance(members[0], NoneType):
        return (None,)
    literal = (
        members[0] if isinstance(members[0], LiteralType) else getattr(members[0], "last_known_value", None)
    )
    return (literal.value,) if isinstance(literal, LiteralType) else None


def _call(analysis: Evaluator, call: Call) -> Type | None:
    """Call a filter or a tag of the project."""
    module, name, *arguments = call.arguments
    node = analysis.callees.named(expressions.string(module.expr) or "", expressions.string(name.expr) or "")
    function = definitions.function_of(node)
    if function is None:
        return None
    result = declared.result([function.type])
    return applying.call(
        analysis,
        function,
        replace(call, arguments=tuple(arguments), result=result),
        None,
        call.node,
        function.name,
    )


def _context(analysis: Evaluator, call: Call) -> Type | None:
    """Return a dict of all that is visible: more than that is in a context, but this is what is read."""
    display, is_open = call.arguments
    fields: dict[str, Type] = {}
    if expressions.string(is_open.expr):
        for name, value in analysis.state.variables.items():
            if access_paths.is_name(name) and OWN not in name:
                fields[name] = value
    items = display.expr.items if isinstance(display.expr, nodes.DictExpr) else []
    for key, expr in items:
        held = analysis.displayed.get(expr)
        if isinstance(key, nodes.StrExpr) and held is not None:
            fields[key.value] = held
    made = analysis.dict_of()
    if made is None:
        return None
    return addresses.with_address(made, analysis.allocate(call.node, heap.Record(fields), role="=items"))


def _permission(analysis: Evaluator, call: Call) -> Type | None:
    """Ask the user for a permission: ``perms.app.name``."""
    user, permission = call.arguments
    if not instances.instances(user.value):
        return None
    method = _attribute(user.expr, "has_perm", call.node)
    return analysis.evaluate(
        _at(nodes.CallExpr(method, [permission.expr], [nodes.ARG_POS], [None]), call.node)
    )


def _last(analysis: Evaluator, call: Call) -> Type | None:
    """Take the last item; of a queryset that is an error of another kind."""
    rows = call.arguments[0]
    if any(evaluation.is_queryset(instance) for instance in instances.instances(rows.value)):
        return None
    source = rows.expr.target if isinstance(rows.expr, nodes.AssignmentExpr) else rows.expr
    return analysis.evaluate(_index(source, "0", call.node))


def _rows(analysis: Evaluator, call: Call) -> Type | None:
    """Return a list of all the items."""
    rows = call.arguments[0]
    yielded = protocols.iterate(analysis, rows.value, rows.expr)
    item = evaluation.iterate(analysis, rows.value, rows.expr, diagnostics.use_by("list"))
    item = instances.overlay(item, yielded)
    return analysis.instance_of(names.LIST, [item]) if item is not None else None


def _elements(analysis: Evaluator, call: Call) -> Type | None:
    """Return the fields of a form, and what is no form as it is."""
    value = call.arguments[0].value
    field, container = analysis.instance_of(names.BOUND_FIELD), analysis.instance_of(names.LIST)
    for instance in instances.instances(value):
        is_form = instance.type.has_base(names.BASE_FORM)
        if not is_form or not isinstance(analysis.entry(instance), heap.ModelForm):
            continue
        if field is not None and container is not None:
            written = addresses.with_address(field, analysis.address_of(instance))
            return container.copy_modified(args=[written])
    return value


def _nothing_known(_: Evaluator, __: Call) -> Type | None:
    return None


FUNCTIONS: Final[dict[str, Function]] = {
    functions.name_of(functions.look_up): _look_up,
    functions.name_of(functions.quietly): _quietly,
    functions.name_of(functions.call): _call,
    functions.name_of(functions.context): _context,
    functions.name_of(functions.permission): _permission,
    functions.name_of(functions.last): _last,
    functions.name_of(functions.rows): _rows,
    functions.name_of(functions.elements): _elements,
    functions.name_of(functions.value_of): _nothing_known,
    **callables.FUNCTIONS,
}
