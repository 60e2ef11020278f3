"""What a condition is known to be, from the values in it: then only one way goes on."""

from __future__ import annotations

import operator as operators
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.types import Instance, LiteralType, NoneType, TupleType, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import texts
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import column_conditions, own_objects, running_loop
from aobjects_mypy.orm import evaluation, relations
from aobjects_mypy.syntax import expressions, listings
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects_mypy.interpreter.interpreter import Interpreter


_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def known(interpreter: Interpreter, condition: nodes.Expression) -> bool | None:
    """Return what ``condition`` is on every way that leads here; ``None`` where that is not known."""
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        inner = known(interpreter, condition.expr)
        return None if inner is None else not inner
    if isinstance(condition, nodes.OpExpr) and condition.op in ("and", "or"):
        left, right = known(interpreter, condition.left), known(interpreter, condition.right)
        decides = condition.op == "or"
        if decides in (left, right):
            return decides
        return None if None in (left, right) else not decides
    if isinstance(condition, nodes.CallExpr):
        if expressions.fullname(condition.callee) == names.ISINSTANCE:
            return _is_instance(interpreter, condition)
        if expressions.fullname(condition.callee) == names.CALLABLE and len(condition.args) == 1:
            return _is_callable(interpreter, _value(interpreter, condition.args[0]))
        for ask in (_has_attribute, running_loop.truth, _answered, _got):
            asked = ask(interpreter, condition)
            if asked is not None:
                return asked
        return None
    if isinstance(condition, nodes.ComparisonExpr):
        return _comparison(interpreter, condition) if len(condition.operators) == 1 else None
    if isinstance(condition, nodes.IndexExpr):
        key, held = expressions.string(condition.index), _dict(interpreter, condition.base)
        return truth(interpreter, held.fields.get(key)) if key is not None and held is not None else None
    value = _value(interpreter, condition)
    if value is not None and isinstance(condition, nodes.NameExpr) and texts.is_listing(value):
        return True if listings.is_kept(interpreter.frames[-1].function, condition) else None
    if isinstance(condition, nodes.MemberExpr) and texts.listed(value):
        # The list of an object has something in it: ``if self.related:``.
        return True
    found = truth(interpreter, value)
    return column_conditions.truth(interpreter, condition) if found is None else found


def _answered(interpreter: Interpreter, call: nodes.CallExpr) -> bool | None:
    """Return what a function of the project gave when the condition was evaluated: ``if is_async():``."""
    return interpreter.answers.get(call)


def literal_truth(value: Type | None) -> bool | None:
    """Return the truth of a value that is ``True``, or ``False``, whatever has led to it."""
    members = instances.items(value)
    literals = [
        member if isinstance(member, LiteralType) else getattr(member, "last_known_value", None)
        for member in members
    ]
    found = {literal.value for literal in literals if isinstance(literal, LiteralType)}
    is_known = len(found) == 1 and all(isinstance(literal, LiteralType) for literal in literals)
    return next((value for value in found if isinstance(value, bool)), None) if is_known else None


def truth(interpreter: Interpreter, value: Type | None) -> bool | None:
    """Return the truth of a value, where every value it may be agrees."""
    members = instances.items(value)
    found = {_truth_of(interpreter, member) for member in members}
    return found.pop() if len(found) == 1 else None


def _truth_of(interpreter: Interpreter, member: Type) -> bool | None:
    if isinstance(member, NoneType):
        return False
    if isinstance(member, LiteralType):
        return bool(member.value)
    if isinstance(member, TupleType):
        return bool(member.items) if not member.partial_fallback.type.get("__bool__") else None
    if not isinstance(member, Instance):
        return None
    if member.last_known_value is not None:
        return bool(member.last_known_value.value)
    if addresses.address_of(member) == address_parts.EMPTY:
        # A queue is true, whatever is in it.
        return False if member.type.has_readable_member("__len__") else None
    is_object = relations.is_row(member) or isinstance(
        interpreter.entry(member), (heap.Record, heap.Functions)
    )
    if is_object and instances.is_always_true(member.type):
        return True
    return None


def _is_callable(interpreter: Interpreter, value: Type | None) -> bool | None:
    """Return what ``callable(column)`` is of a text, or of a function that is known."""
    members = instances.items(value)
    if members and all(expressions.text(member) is not None for member in members):
        return False
    entries = [interpreter.entry_of(member) for member in members]
    return True if entries and all(isinstance(entry, heap.Functions) for entry in entries) else None


def _has_attribute(interpreter: Interpreter, call: nodes.CallExpr) -> bool | None:
    """Return what ``hasattr(row, "name")`` is where no class of the row has the name: false.

    And what it is of a class of the project, or of an object that was made in sight.
    """
    if expressions.fullname(call.callee) != names.HASATTR or len(call.args) != 2:
        return None
    name = expressions.string(call.args[1], _value(interpreter, call.args[1]))
    value = _value(interpreter, call.args[0])
    members = instances.items(value)
    if name is None or not members:
        return None
    if column_conditions.is_annotated(interpreter, value, name):
        return True
    found = {_has(interpreter, member, name) for member in members}
    return found.pop() if len(found) == 1 else None


def _has(interpreter: Interpreter, member: Type, name: str) -> bool | None:
    owner = declared.instance_of_class(get_proper_type(member))
    if isinstance(owner, Instance):
        return True if _is_of_project(owner.type, name) else None
    if not isinstance(member, Instance):
        return None
    schema, entry = interpreter.model_of(member.type), interpreter.entry(member)
    if schema is not None:
        is_there = member.type.get(name) is not None
        return None if is_there or name in schema.relations or name in schema.managers else False
    if isinstance(entry, heap.Record) and expressions.is_standard(member.type.module_name) is False:
        if name in entry.fields or _is_of_project(member.type, name):
            return True
        return False if own_objects.lacks(interpreter, member, name) else None
    return None


def _is_of_project(info: nodes.TypeInfo, name: str) -> bool:
    """Tell an attribute that the body of a class of the project gives a value."""
    definer = info.get_containing_type_info(name)
    symbol = definer.names.get(name) if definer is not None else None
    if definer is None or symbol is None or definer.module_name.startswith(names.NEVER_SUMMARIZED):
        return False
    node = symbol.node
    return not isinstance(node, nodes.Var) or (node.has_explicit_value and not symbol.implicit)


def _got(interpreter: Interpreter, call: nodes.CallExpr) -> bool | None:
    """Return the truth of ``context.get("full")``, where that, or all that is in the dict, is known."""
    target = call.callee
    if not isinstance(target, nodes.MemberExpr) or target.name != "get" or not call.args:
        return None
    key, held = expressions.string(call.args[0]), _dict(interpreter, target.expr)
    if key is None or held is None:
        return None
    if key in held.items:
        return True if texts.listed(held.items[key]) else truth(interpreter, held.items[key])
    if not held.is_whole:
        return None
    return False if len(call.args) == 1 else truth(interpreter, _value(interpreter, call.args[1]))


def _whole_dict(interpreter: Interpreter, expr: nodes.Expression) -> heap.Record | None:
    found = _dict(interpreter, expr)
    return found if found is not None and found.is_whole else None


def _dict(interpreter: Interpreter, expr: nodes.Expression) -> heap.Record | None:
    members = instances.items(_value(interpreter, expr))
    member = members[0] if len(members) == 1 else None
    entry = interpreter.entry_of(member) if member is not None else None
    is_dict = isinstance(member, Instance) and member.type.fullname == names.DICT
    return entry if is_dict and isinstance(entry, heap.Record) else None


def _is_instance(interpreter: Interpreter, call: nodes.CallExpr) -> bool | None:
    """Return what ``isinstance(value, Class)`` is where every value it may be agrees."""
    classes = _classes(call.args[1]) if len(call.args) == 2 else None
    members = instances.items(_value(interpreter, call.args[0]))
    if classes is None or not members:
        return None
    found = {_is_one_of(interpreter, member, classes) for member in members}
    return found.pop() if len(found) == 1 else None


def _classes(expr: nodes.Expression) -> list[nodes.TypeInfo] | None:
    if isinstance(expr, nodes.TupleExpr):
        found = [_classes(item) for item in expr.items]
        return None if None in found else [info for classes in found for info in classes or ()]
    node = expr.node if isinstance(expr, nodes.RefExpr) else None
    return [node] if isinstance(node, nodes.TypeInfo) and not node.is_protocol else None


def _is_one_of(interpreter: Interpreter, member: Type, classes: list[nodes.TypeInfo]) -> bool | None:
    if isinstance(member, NoneType):
        return False
    if not isinstance(member, Instance) or isinstance(interpreter.entry(member), heap.Anything):
        return None
    if any(member.type.has_base(info.fullname) for info in classes):
        return True
    if member.type.fallback_to_any or any(info.has_base(member.type.fullname) for info in classes):
        return None
    is_exact = relations.is_row(member) or evaluation.is_queryset(member) or evaluation.is_manager(member)
    # What else is declared may be of a subclass that is one of them, too.
    return False if is_exact else None


def _comparison(interpreter: Interpreter, condition: nodes.ComparisonExpr) -> bool | None:
    found = column_conditions.comparison(interpreter, condition)
    if found is not None:
        return found
    operator = condition.operators[0]
    left, right = condition.operands
    if isinstance(left, nodes.CallExpr) and expressions.is_none(right) and operator in ("is", "is not"):
        is_there = running_loop.truth(interpreter, left)
        return None if is_there is None else is_there is (operator == "is not")
    if operator in _ORDERS:
        one, other = _literal(_value(interpreter, left)), _literal(_value(interpreter, right))
        if one is None or other is None or one[1] != other[1]:
            return None
        return _ORDERS[operator](one[0], other[0])
    if operator in ("in", "not in"):
        listed = _is_listed(interpreter, left, right)
        if listed is not None:
            return listed is (operator == "in")
        key, held = expressions.string(left), _whole_dict(interpreter, right)
        if key is None or held is None:
            return None
        return (key in held.items) is (operator == "in")
    if operator not in ("is", "is not", "==", "!="):
        return None
    same = _are_same(interpreter, left, right)
    return None if same is None else same == (operator in ("is", "=="))


def _is_listed(interpreter: Interpreter, left: nodes.Expression, right: nodes.Expression) -> bool | None:
    """Return what ``action in ("list", "retrieve")`` is, where the value and all items are literals."""
    if not isinstance(right, (nodes.TupleExpr, nodes.ListExpr, nodes.SetExpr)):
        return None
    one = _literal(_value(interpreter, left))
    items = [item.value if isinstance(item, (nodes.StrExpr, nodes.IntExpr)) else None for item in right.items]
    return None if one is None or None in items else one[0] in items


def _are_same(interpreter: Interpreter, left: nodes.Expression, right: nodes.Expression) -> bool | None:
    value = _value(interpreter, left)
    members = instances.items(value)
    if expressions.is_none(right):
        if not members:
            return None
        found = {_is_none(interpreter, member) for member in members}
        return found.pop() if len(found) == 1 else None
    one, other = _literal(value), _literal(_value(interpreter, right))
    if one is None or other is None:
        return None
    # Members of an enumeration may equal the text that is their value.
    return one[0] == other[0] if one[1] == other[1] else None


def _is_none(interpreter: Interpreter, member: Type) -> bool | None:
    if isinstance(member, NoneType):
        return True
    # What is declared as any object may be None, too.
    is_given = isinstance(member, (TupleType, LiteralType)) or (
        isinstance(member, Instance) and member.type.fullname != names.OBJECT and not member.type.is_protocol
    )
    return False if is_given and not isinstance(interpreter.entry_of(member), heap.Anything) else None


def _literal(value: Type | None) -> tuple[object, str] | None:
    members = instances.items(value)
    if len(members) != 1:
        return None
    member = members[0]
    literal = member if isinstance(member, LiteralType) else getattr(member, "last_known_value", None)
    return (literal.value, literal.fallback.type.fullname) if isinstance(literal, LiteralType) else None


def _value(interpreter: Interpreter, expr: nodes.Expression) -> Type | None:
    """Return the value of a name or an attribute; of what would have to run again, nothing."""
    inner = expr
    if (
        isinstance(expr, nodes.CallExpr)
        and expressions.fullname(expr.callee) == names.TYPE
        and len(expr.args) == 1
    ):
        inner = expr.args[0]
    while isinstance(inner, nodes.MemberExpr):
        inner = inner.expr
    if not isinstance(inner, (nodes.NameExpr, nodes.StrExpr, nodes.IntExpr)):
        return None
    if isinstance(expr, nodes.NameExpr) and expr.fullname in (names.TRUE, names.FALSE, names.NONE):
        return interpreter.evaluate(expr)
    if isinstance(expr, nodes.NameExpr):
        return interpreter.state.named(expr.name)
    heard, interpreter.state = interpreter.state, interpreter.state.fork()
    value = interpreter.evaluate_quietly(expr)
    interpreter.state = heard
    return value
