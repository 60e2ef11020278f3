"""Evaluate what makes a container: displays and comprehensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import TupleType, get_proper_type

from aobjects_mypy.interpreter import elements, protocols, reading
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances, addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def list_or_set(run: Interpreter, expr: nodes.ListExpr | nodes.SetExpr) -> Type | None:
    values = [_item(run, item) for item in expr.items]
    if isinstance(expr, nodes.SetExpr):
        for item, value in zip(expr.items, values, strict=True):
            protocols.hash_key(run, value, item)
    shape = run.type_of(expr) or run.shape(expr, values)
    return run.carry(shape, values, expr) if values else _emptied(shape)


def tuple_of(run: Interpreter, expr: nodes.TupleExpr) -> Type | None:
    values = [_item(run, item) for item in expr.items]
    typ = run.type_of(expr) or run.shape(expr, values)
    shape = get_proper_type(typ) if typ is not None else None
    if isinstance(shape, TupleType) and len(shape.items) == len(values):
        merged = [instances.overlay(item, value) or item for item, value in zip(shape.items, values, strict=True)]
        return shape.copy_modified(items=merged)
    return run.carry(shape, values, expr)


def _item(run: Interpreter, item: nodes.Expression) -> Type | None:
    if isinstance(item, nodes.StarExpr):
        value = run.evaluate(item.expr)
        return reading.iterate(run, value, item.expr, '"*"')
    return run.evaluate(item)


def dict_of(run: Interpreter, expr: nodes.DictExpr) -> Type | None:
    values = []
    for key, value in expr.items:
        if key is not None:
            values.append(run.evaluate(key))
            protocols.hash_key(run, values[-1], key)
        values.append(run.evaluate(value))
    shape = run.type_of(expr) or run.shape(expr, values[-1:])
    return run.carry(shape, values, expr) if values else _emptied(shape)


def list_or_set_comprehension(
    run: Interpreter, expr: nodes.ListComprehension | nodes.SetComprehension
) -> Type | None:
    values = _generate(run, expr.generator, [expr.generator.left_expr])
    return run.carry(run.type_of(expr) or run.shape(expr, values), values, expr)


def generator(run: Interpreter, expr: nodes.GeneratorExpr) -> Type | None:
    values = _generate(run, expr, [expr.left_expr])
    return run.carry(run.type_of(expr) or run.shape(expr, values), values, expr)


def dict_comprehension(run: Interpreter, expr: nodes.DictionaryComprehension) -> Type | None:
    values = _generate(run, expr, [item for item in (expr.key, expr.value) if item is not None])
    return run.carry(run.type_of(expr) or run.shape(expr, values[-1:]), values, expr)


def _generate(
    run: Interpreter,
    expr: nodes.GeneratorExpr | nodes.DictionaryComprehension,
    parts: Sequence[nodes.Expression],
) -> list[Type | None]:
    outer = dict(run.flow.variables)
    questions = run.questions()
    visited = []
    for index, sequence, conditions, is_async in zip(
        expr.indices, expr.sequences, expr.condlists, expr.is_async, strict=True
    ):
        value = run.evaluate(sequence)
        item = (
            evaluation.iterate_async(run, value, sequence)
            if is_async
            else reading.iterate(run, value, sequence, "a comprehension")
        )
        visited.append(elements.visit_each(run, item))
        run.assign(index, item, None)
        for condition in conditions:
            run.truth(condition)
            elements.pick_some(run, visited[-1])
            run.conditions.append(expressions.condition(condition))
    values = [run.evaluate(part) for part in parts]
    for some in visited:
        elements.pick_some(run, some)
    run.ask_anew(questions)
    run.flow.variables = outer
    return values


def _emptied(typ: Type | None) -> Type | None:
    container = instances.first(typ)
    return addresses.with_object(container, addresses.EMPTY) if container is not None else typ
