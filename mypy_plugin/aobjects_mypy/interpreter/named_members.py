"""Members whose name is put together: ``getattr(self, f"handle_{kind}")``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import heap
from aobjects_mypy.interpreter import column_conditions, functions, own_objects, reading
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import Instance, Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

_ANY: Final = ".*"
_CASES: Final[dict[str, Callable[[str], str]]] = {
    "capitalize": str.capitalize, "lower": str.lower, "title": str.title, "upper": str.upper,
}  # fmt: skip


def of_call(interpreter: Interpreter, call: Call) -> Type | None:
    """Return the methods that ``getattr(object, name)`` may be."""
    if expressions.fullname(call.callee) != names.GETATTR or len(call.positional) < 2:
        return None
    owner, name = call.positional[:2]
    pattern = _pattern(interpreter, name.expr)
    members, owners = instances.items(owner.value), instances.instances(owner.value)
    if pattern is None or not owners or len(members) != len(owners):
        return None
    methods = [method for instance in owners for method in _methods(instance, re.compile(pattern))]
    found = functions.one_of(interpreter, methods, call.node)
    default = call.argument(2, "default")
    if found is None or default is None or _ANY not in pattern or default.value is None:
        return found
    return instances.union([found, default.value])


def with_known_name(interpreter: Interpreter, call: Call) -> Call:
    """Return the call of ``getattr()`` with the name, where that is put together of known parts."""
    name = call.argument(1, "name")
    if name is None or expressions.string(name.expr, name.value) is not None:
        return call
    text = _text(interpreter, name.expr)
    shape = interpreter.instance_of(names.STR)
    if _ANY in text or not text or shape is None:
        return call
    known = replace(name, value=declared.literal(shape, _unescaped(text)))
    return replace(call, arguments=tuple(known if given is name else given for given in call.arguments))


def _methods(instance: Instance, pattern: re.Pattern[str]) -> list[heap.Function]:
    found: dict[str, heap.Function] = {}
    for base in instance.type.mro:
        if base.module_name.startswith(names.NEVER_SUMMARIZED):
            continue
        for name, symbol in base.names.items():
            function = definitions.function_of(symbol.node)
            if function is None or symbol.node is None or function.is_property or name in found:
                continue
            if pattern.fullmatch(name):
                found[name] = heap.Function(symbol.node, name, instance)
    return list(found.values())


def _pattern(interpreter: Interpreter, expr: nodes.Expression) -> str | None:
    """Return what the text looks like; ``None`` where any text may be."""
    found = _text(interpreter, expr)
    return None if found.replace(_ANY, "") == "" else found


def _text(interpreter: Interpreter, expr: nodes.Expression) -> str:
    if isinstance(expr, nodes.OpExpr) and expr.op == "+":
        return _text(interpreter, expr.left) + _text(interpreter, expr.right)
    if isinstance(expr, nodes.OpExpr) and expr.op == "%" and isinstance(expr.left, nodes.StrExpr):
        return _filled(interpreter, expr.left.value, "%s", [expr.right])
    if isinstance(expr, nodes.CallExpr) and isinstance(expr.callee, nodes.MemberExpr):
        template, method = expr.callee.expr, expr.callee.name
        if method in _CASES and not expr.args:
            text = _text(interpreter, template)
            return _ANY if _ANY in text else re.escape(_CASES[method](_unescaped(text)))
        if isinstance(template, nodes.StrExpr) and method == "format":
            # An f-string writes "{:{}}".format(value, "").
            field = "{:{}}" if template.value == "{:{}}" else "{}"
            return _filled(interpreter, template.value, field, expr.args)
        if isinstance(template, nodes.StrExpr) and method == "join" and not template.value:
            parts = expr.args[0].items if expr.args and isinstance(expr.args[0], nodes.ListExpr) else []
            return "".join(_text(interpreter, part) for part in parts) or _ANY
        return _ANY
    with interpreter.off_loop():
        named = _name_of_class(interpreter, expr)
        if named is not None:
            return re.escape(named)
        value = interpreter.evaluate(expr) if isinstance(expr, (nodes.NameExpr, nodes.MemberExpr)) else None
    known = expressions.string(expr, value)
    return re.escape(known) if known is not None else _ANY


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _name_of_class(interpreter: Interpreter, expr: nodes.Expression) -> str | None:
    """Return what ``type(row).__name__`` is of a row, or of an object that was made in sight."""
    asked = expr.expr if isinstance(expr, nodes.MemberExpr) and expr.name == "__name__" else None
    if isinstance(asked, nodes.MemberExpr) and asked.name == "__class__":
        owner = asked.expr
    elif (
        isinstance(asked, nodes.CallExpr) and expressions.fullname(asked.callee) == names.TYPE and asked.args
    ):
        owner = asked.args[0]
    else:
        return None
    found = {
        instance.type.name if _is_exact(interpreter, instance) else ""
        for instance in instances.instances(interpreter.evaluate(owner))
    }
    return found.pop() or None if len(found) == 1 else None


def _is_exact(interpreter: Interpreter, instance: Instance) -> bool:
    entry = interpreter.entry(instance)
    return isinstance(entry, heap.Row) or (isinstance(entry, heap.Record) and entry.is_whole)


def _filled(interpreter: Interpreter, template: str, field: str, values: list[nodes.Expression]) -> str:
    parts = template.split(field)
    found = re.escape(parts[0])
    for position, part in enumerate(parts[1:]):
        found += _text(interpreter, values[position]) if position < len(values) else _ANY
        found += re.escape(part)
    return found


def by_name(interpreter: Interpreter, call: Call) -> Type | None:
    """Read ``getattr(object, "name")`` as ``object.name``; of rows, the rule of the function does it."""
    target, attribute = call.argument(0, "o"), call.argument(1, "name")
    name = expressions.string(attribute.expr, attribute.value) if attribute is not None else None
    if target is None or name is None:
        return None
    found: Type | None = None
    for instance in instances.instances(target.value):
        expr = nodes.MemberExpr(target.expr, name)
        expr.set_line(call.node)
        if relations.is_row(instance):
            value = column_conditions.of_annotation(interpreter, instance, name)
            value = reading.check_property(interpreter, instance, expr) if value is None else value
        elif own_objects.lacks(interpreter, instance, name):
            default = call.argument(2, "default")
            value = default.value if default is not None else None
        else:
            value = reading.instance_attribute(interpreter, instance, expr, declared.member(instance, name))
        found = joins.join(interpreter, found, value, call.node)
    return found
