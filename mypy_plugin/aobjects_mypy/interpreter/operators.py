"""Evaluate operators, comparisons and conditions."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType, TupleType, Type, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins, texts
from aobjects_mypy.calls import protocols
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import conditions, context_variables, known_keys, narrowing, reading
from aobjects_mypy.orm import building, containers, evaluation, queries
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import expressions, formats
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from aobjects_mypy.diagnostics import Use
    from aobjects_mypy.interpreter.interpreter import Interpreter

_ASK_EITHER: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
"""Comparisons that ask either operand."""


def truth(interpreter: Interpreter, expr: nodes.Expression) -> Type | None:
    """Evaluate ``expr`` where Python asks for its truth value."""
    if isinstance(expr, nodes.UnaryExpr) and expr.op == "not":
        truth(interpreter, expr.expr)
        return interpreter.type_of(expr)
    if isinstance(expr, nodes.OpExpr) and expr.op in ("and", "or"):
        return _short_circuit(interpreter, expr, last_is_tested=True)
    value = interpreter.evaluate(expr)
    if isinstance(expr, nodes.CallExpr):
        interpreter.answers[expr] = conditions.literal_truth(value)
    _ask_truth(interpreter, value, expr)
    return value


def _short_circuit(interpreter: Interpreter, expr: nodes.OpExpr, *, last_is_tested: bool) -> Type | None:
    left = truth(interpreter, expr.left)
    verdict = conditions.known(interpreter, expr.left)
    if verdict is (expr.op == "or"):
        return instances.overlay(interpreter.type_of(expr), left)
    skipped = interpreter.state.fork()
    narrowing.narrow(interpreter, expr.left, holds=expr.op == "and")
    interpreter.conditions.append(expressions.condition(expr.left))
    with _behind(interpreter, expr.left, holds=expr.op == "and"):
        right = truth(interpreter, expr.right) if last_is_tested else interpreter.evaluate(expr.right)
    interpreter.conditions.pop()
    if verdict is not None:
        return instances.overlay(interpreter.type_of(expr), right)
    joins.merge(interpreter, skipped)
    left = _decisive(left, holds=expr.op == "or")
    return instances.overlay(interpreter.type_of(expr), joins.join(interpreter, left, right, expr))


def _decisive(left: Type | None, *, holds: bool) -> Type | None:
    """Return what the left side is where it is the answer: of "or" never ``None``, of "and" never a row."""
    members = instances.items(left)
    kept = [item for item in members if not (isinstance(item, NoneType) if holds else _is_always_true(item))]
    if len(kept) == len(members):
        return left
    return instances.union(kept) if kept else None


def _is_always_true(item: Type) -> bool:
    return (
        isinstance(item, Instance) and item.type.has_base(names.MODEL) and instances.is_always_true(item.type)
    )


def operator(interpreter: Interpreter, expr: nodes.OpExpr) -> Type | None:
    if expr.op in ("and", "or"):
        return _short_circuit(interpreter, expr, last_is_tested=False)
    left = interpreter.evaluate(expr.left)
    right = interpreter.evaluate(expr.right)
    return _combine_values(interpreter, expr, left, right)


def unary(interpreter: Interpreter, expr: nodes.UnaryExpr) -> Type | None:
    if expr.op == "not":
        truth(interpreter, expr.expr)
        return _or_bool(interpreter, interpreter.type_of(expr))
    protocols.unary(interpreter, expr.op, expr, interpreter.evaluate(expr.expr))
    return interpreter.type_of(expr)


def comparison(interpreter: Interpreter, expr: nodes.ComparisonExpr) -> Type | None:
    values = [interpreter.evaluate(operand) for operand in expr.operands]
    pairs = itertools.pairwise(values)
    for operator, operand, (left, value) in zip(expr.operators, expr.operands[1:], pairs, strict=True):
        protocols.compare(interpreter, operator, expr, left, value)
        _compare(interpreter, operator, operand, value)
    if any(operator in _ASK_EITHER for operator in expr.operators):
        _compare(interpreter, "==", expr.operands[0], values[0])
    is_of_python = all(operator in ("is", "is not", "in", "not in") for operator in expr.operators)
    known = interpreter.type_of(expr)
    return _or_bool(interpreter, known) if is_of_python else known


def _or_bool(interpreter: Interpreter, known: Type | None) -> Type | None:
    """Return what Python makes of the operator itself, in a body where mypy has given it no type."""
    return interpreter.instance_of(names.BOOL) if known is None else known


def conditional(interpreter: Interpreter, expr: nodes.ConditionalExpr) -> Type | None:
    truth(interpreter, expr.cond)
    verdict = conditions.known(interpreter, expr.cond)
    if verdict is not None:
        narrowing.narrow(interpreter, expr.cond, holds=verdict)
        taken = expr.if_expr if verdict else expr.else_expr
        return instances.overlay(interpreter.type_of(expr), interpreter.evaluate(taken))
    before = interpreter.state.fork()
    interpreter.conditions.append(expressions.condition(expr.cond))
    narrowing.narrow(interpreter, expr.cond, holds=True)
    with _behind(interpreter, expr.cond, holds=True):
        one = interpreter.evaluate(expr.if_expr)
    interpreter.conditions.pop()
    after_one, interpreter.state = interpreter.state, before
    narrowing.narrow(interpreter, expr.cond, holds=False)
    interpreter.asked.add(expressions.condition(expr.cond))
    with _behind(interpreter, expr.cond, holds=False):
        other = interpreter.evaluate(expr.else_expr)
    joins.merge(interpreter, after_one)
    found, shape = joins.join(interpreter, one, other, expr), interpreter.type_of(expr)
    return texts.kept(shape, found) or instances.overlay(shape, found)


def _behind(
    interpreter: Interpreter, condition: nodes.Expression, *, holds: bool
) -> AbstractContextManager[None]:
    """Evaluate what is evaluated where the condition holds (or does not)."""
    is_unset = context_variables.is_unset(interpreter, condition, holds=holds)
    return interpreter.guessing() if is_unset else nullcontext()


def _ask_truth(interpreter: Interpreter, value: Type | None, expr: nodes.Expression) -> None:
    protocols.check(interpreter, value, expr, "__bool__", "__len__")
    evaluation.evaluate(interpreter, value, expr, diagnostics.TRUTH)
    reading.use(interpreter, value, expr)


def _combine_values(
    interpreter: Interpreter, expr: nodes.OpExpr, left: Type | None, right: Type | None
) -> Type | None:
    result = interpreter.type_of(expr)
    listed = texts.added(left, right) if expr.op == "+" else None
    if listed is not None:
        return listed
    if expr.op == "%" and isinstance(expr.left, nodes.StrExpr):
        members = expr.right.items if isinstance(expr.right, nodes.TupleExpr) else [expr.right]
        values = get_proper_type(right) if right is not None else None
        if formats.named_percents(expr.left.value):
            _show_named(interpreter, expr.left.value, right, expr.right)
            return result
        types = (
            values.items if isinstance(values, TupleType) and len(values.items) == len(members) else [right]
        )
        for member, value, kind in zip(members, types, formats.percents(expr.left.value), strict=False):
            _show(interpreter, value, member, diagnostics.PERCENT_FORMAT, kind)
        return result
    if expr.op in ("|", "&", "^"):
        one = next((item for item in instances.instances(left) if evaluation.has_operators(item)), None)
        other = next((item for item in instances.instances(right) if evaluation.has_operators(item)), None)
        if one is not None and other is not None:
            return _combine(interpreter, expr, one, other, result)
    for operand, value in ((expr.left, left), (expr.right, right)):
        reading.use(interpreter, value, operand)
    is_own, answered = protocols.operator(interpreter, expr, left, right)
    if is_own and instances.tagged_instances(answered):
        return evaluation.overlaid(result, answered)
    if result is None and expr.op in ("+", "|"):
        result = _joined(interpreter, expr, left, right)
    if expr.op == "+" and (listing := texts.joined(result, (left, right))) is not None:
        return listing
    made = containers.carry(interpreter, result, [left, right], expr)
    merged = known_keys.merged(interpreter, (left, right)) if expr.op == "|" else None
    return known_keys.with_items(interpreter, made, merged, expr)


def _joined(
    interpreter: Interpreter, expr: nodes.OpExpr, left: Type | None, right: Type | None
) -> Type | None:
    """Return the list of two lists, the dict of two, in a body where mypy has given it no type."""
    found = [instances.first(left), instances.first(right)]
    given = [item for item in found if item is not None and item.args and item.type.module_name == "builtins"]
    if len(given) != len(found) or given[0].type is not given[1].type:
        return None
    filled = [item for item in given if addresses.address_of(item) != address_parts.EMPTY]
    held = evaluation.any_of(interpreter, [item.args[-1] for item in filled], expr)
    if not filled or held is None:
        return None
    made = filled[0].copy_modified(args=[*filled[0].args[:-1], held])
    made.extra_attrs = None
    return made


def _show_named(interpreter: Interpreter, template: str, value: Type | None, node: nodes.Expression) -> None:
    """Write down the items of a dict that a template names."""
    if isinstance(node, nodes.DictExpr):
        shown = {key.value: item for key, item in node.items if isinstance(key, nodes.StrExpr)}
        for name, kind in formats.named_percents(template):
            if name in shown:
                held = interpreter.displayed.get(shown[name])
                _show(interpreter, held, shown[name], diagnostics.PERCENT_FORMAT, kind)
        return
    for instance in instances.instances(value):
        entry = interpreter.entry(instance)
        fields = entry.fields if isinstance(entry, heap.Record) else {}
        for name, kind in formats.named_percents(template):
            held = fields.get(name)
            if held is not None:
                _show(interpreter, held, node, diagnostics.PERCENT_FORMAT, kind)


def _combine(
    interpreter: Interpreter, expr: nodes.OpExpr, one: Instance, other: Instance, result: Type | None
) -> Type | None:
    left, right = queries.rows_entry(interpreter, one), queries.rows_entry(interpreter, other)
    if left is None or right is None:
        return result
    name = interpreter.allocate(expr, building.combine(left, right, interpreter.query_at(expr), expr.op))
    if result is None and not interpreter.types.are_inferred:
        result = instances.without_objects(one)
    return instances.tag_first(result, name)


def _show(
    interpreter: Interpreter, value: Type | None, node: nodes.Expression, use: Use, conversion: str
) -> None:
    protocols.write(interpreter, value, node, conversion)
    evaluation.evaluate(interpreter, value, node, use)
    reading.write(interpreter, value, node)


def _compare(interpreter: Interpreter, operator: str, operand: nodes.Expression, value: Type | None) -> None:
    """Record what ``operator`` does to the operand on its right (for ``==``: to either)."""
    if operator in ("in", "not in"):
        for instance in instances.instances(value):
            registry.of_class(instance.type).contains(interpreter, instance, operand)
        if not protocols.check(interpreter, value, operand, "__contains__"):
            protocols.iterate(interpreter, value, operand, whole=False)
        evaluation.evaluate(interpreter, value, operand, diagnostics.CONTAINS)
    elif operator in _ASK_EITHER:
        reading.use(interpreter, value, operand)
