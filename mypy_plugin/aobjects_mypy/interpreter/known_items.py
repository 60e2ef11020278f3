"""What a loop goes through, one after the other, where all of it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, TupleType, TypeOfAny, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import texts
from aobjects_mypy.interpreter import known_keys
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter

_ENUMERATE: Final = "builtins.enumerate"
_MOST: Final = 8


def of(interpreter: Interpreter, expr: nodes.Expression, sequence: Type | None) -> Sequence[Type]:
    """Return known texts, tuples of constants, what is in a dict of which all is known, or all numbered."""
    found = texts.listed(sequence) or known_keys.pairs(interpreter, expr)
    if found or not isinstance(expr, nodes.CallExpr) or not expr.args:
        return found or known_keys.texts_of(interpreter, expr, sequence)
    if expressions.fullname(expr.callee) == names.ZIP:
        return _side_by_side(interpreter, expr)
    if expressions.fullname(expr.callee) != _ENUMERATE:
        return ()
    inner = of(interpreter, expr.args[0], interpreter.evaluate_quietly(expr.args[0]))
    number = interpreter.instance_of(names.INT)
    shape = interpreter.instance_of(names.TUPLE, [AnyType(TypeOfAny.special_form)])
    if number is None or shape is None:
        return ()
    start = len(expr.args) == 1
    return [
        TupleType([declared.literal(number, position) if start else number, item], shape)
        for position, item in enumerate(inner)
    ]


def _side_by_side(interpreter: Interpreter, call: nodes.CallExpr) -> Sequence[Type]:
    """Return what ``zip(names, values)`` gives, where it is known what stands where in either."""
    shape = interpreter.instance_of(names.TUPLE, [AnyType(TypeOfAny.special_form)])
    columns: list[Sequence[Type]] = []
    for expr, kind in zip(call.args, call.arg_kinds, strict=True):
        if kind == nodes.ARG_POS:
            value = interpreter.evaluate_quietly(expr)
            proper = get_proper_type(value) if value is not None else None
            columns.append(proper.items if isinstance(proper, TupleType) else texts.listed(value))
    rows = list(zip(*columns, strict=False))
    if shape is None or not any(column and all(map(texts.is_told, column)) for column in columns):
        return ()
    return [TupleType(list(row), shape) for row in rows] if len(rows) <= _MOST else ()
