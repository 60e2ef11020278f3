"""Conditions on the columns of a row: what a query or an earlier condition has said of them decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain.column_value import NONE, PRESENT, ColumnValue
from aobjects_mypy.orm import column_values
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.column_value import Literal
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.models.model_schema import ModelSchema

_EQUAL = ("==", "is")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of one row, and what is known of its value."""

    address: Address
    row: heap.Row
    schema: ModelSchema
    name: str

    @property
    def value(self) -> ColumnValue | None:
        known = self.row.state.values.get(self.name)
        if known is None or self.name not in self.schema.columns or self.name in self.schema.nullable_columns:
            return known
        return known.and_also(ColumnValue(none_of=frozenset({NONE})))

    @property
    def key(self) -> str:
        return f"{self.address}.{self.name}"

    @property
    def false(self) -> frozenset[Literal]:
        return column_values.false_values(self.schema, self.name)


def truth(interpreter: Interpreter, expr: nodes.Expression) -> bool | None:
    """Return the truth of ``row.column``."""
    column = _column(interpreter, expr)
    if column is None or column.value is None or not column.false:
        return None
    is_false = column.value.is_false(column.false)
    return None if is_false is None else not is_false


def comparison(interpreter: Interpreter, condition: nodes.ComparisonExpr) -> bool | None:
    """Return what ``row.column == value``, ``row.column in (...)`` and their like are."""
    operator, (left, right) = condition.operators[0], condition.operands
    if operator in ("in", "not in"):
        if _is_dict(right):
            return _is_put(interpreter, left, right, operator)
        return _is_listed(interpreter, left, right, operator)
    if operator not in ("==", "!=", "is", "is not"):
        return None
    column, literal, other = _sides(interpreter, left, right)
    if column is None or column.value is None:
        return _by_other(column, other, operator)
    same: bool | None = None
    if literal is not None:
        same = column.value.is_literal(literal)
    if same is None:
        return _by_other(column, other, operator)
    return same == (operator in _EQUAL)


def _by_other(column: _Column | None, other: _Column | None, operator: str) -> bool | None:
    """Answer by a comparison of the two columns that was made before, in either order."""
    if column is None or other is None:
        return None
    for one, two in ((column, other), (other, column)):
        known = one.row.state.values.get(one.name)
        if known is not None and two.key in known.same_as:
            return operator in _EQUAL
        if known is not None and two.key in known.unlike:
            return operator not in _EQUAL
    return None


def _is_listed(
    interpreter: Interpreter, left: nodes.Expression, right: nodes.Expression, operator: str
) -> bool | None:
    column = _column(interpreter, left)
    listed = column_values.literals(interpreter, right)
    if column is None or column.value is None or listed is None:
        return None
    answers = [column.value.is_literal(literal) for literal in listed]
    if column.value.one_of and column.value.one_of <= listed and None not in answers:
        found: bool | None = True
    elif True in answers:
        found = True
    else:
        is_within = bool(column.value.one_of) and column.value.one_of <= listed
        found = True if is_within else None if None in answers else False
    return None if found is None else found == (operator == "in")


def _is_dict(expr: nodes.Expression) -> bool:
    """Tell ``row.__dict__`` and ``vars(row)``."""
    return expressions.owner_of_dict(expr) is not None


def _is_put(
    interpreter: Interpreter, left: nodes.Expression, right: nodes.Expression, operator: str
) -> bool | None:
    owner, name = expressions.owner_of_dict(right), expressions.string(left)
    if owner is None or name is None:
        return None
    return (operator == "in") if is_annotated(interpreter, _quietly(interpreter, owner), name) else None


def is_annotated(interpreter: Interpreter, value: Type | None, name: str) -> bool:
    """Tell a row on which a query, or an assignment, has put a value of this name."""
    members = instances.items(value)
    rows = [interpreter.row(instance) for instance in instances.instances(value)]
    return (
        bool(members)
        and all(row is not None and name in row[1].state.values for row in rows)
        and len(rows) == len(members)
    )


def narrow(interpreter: Interpreter, condition: nodes.Expression, *, holds: bool) -> None:
    """Take what a condition says of a column as known from here on."""
    if not isinstance(condition, nodes.ComparisonExpr):
        _narrow_truth(interpreter, condition, holds=holds)
    elif holds or len(condition.operators) == 1:
        # Of "a < b < c" that does not hold, either part may be the one that does not.
        for operator, left, right in condition.pairwise():
            _narrow_comparison(interpreter, operator, left, right, holds=holds)


def _narrow_comparison(
    interpreter: Interpreter, operator: str, left: nodes.Expression, right: nodes.Expression, *, holds: bool
) -> None:
    if operator in ("in", "not in"):
        column, listed = _column(interpreter, left), column_values.literals(interpreter, right)
        fits = column_values.fitting(column.schema, column.name, listed) if column and listed else None
        if column is not None and fits is not None:
            is_in = (operator == "in") == holds
            _know(interpreter, column, ColumnValue(one_of=fits) if is_in else ColumnValue(none_of=fits))
        return
    if operator not in ("==", "!=", "is", "is not"):
        return
    column, literal, other = _sides(interpreter, left, right)
    is_same = (operator in _EQUAL) == holds
    if column is None:
        return
    if literal is not None:
        fits = column_values.fitting(column.schema, column.name, frozenset({literal}))
        if fits is not None:
            _know(interpreter, column, ColumnValue(one_of=fits) if is_same else ColumnValue(none_of=fits))
    elif other is not None:
        keys = frozenset({other.key})
        _know(interpreter, column, ColumnValue(same_as=keys) if is_same else ColumnValue(unlike=keys))


def _narrow_truth(interpreter: Interpreter, expr: nodes.Expression, *, holds: bool) -> None:
    column = _column(interpreter, expr)
    if column is None or column.name not in column.schema.columns or not column.false:
        return
    if holds:
        _know(interpreter, column, ColumnValue(none_of=column.false))
        return
    nothing = frozenset() if column.name in column.schema.nullable_columns else frozenset({NONE})
    if column.false - nothing:
        _know(interpreter, column, ColumnValue(one_of=column.false - nothing))


def _know(interpreter: Interpreter, column: _Column, value: ColumnValue) -> None:
    state = column.row.state.with_value(column.name, value)
    interpreter.state.heap[column.address] = replace(column.row, state=state)


def _sides(
    interpreter: Interpreter, left: nodes.Expression, right: nodes.Expression
) -> tuple[_Column | None, Literal | None, _Column | None]:
    """Return a column, and what it is compared with: a value that is written down, or another column."""
    column, other = _column(interpreter, left), _column(interpreter, right)
    if column is None:
        return other, _literal(interpreter, left) if other is not None else None, None
    return column, _literal(interpreter, right) if other is None else None, other


def _literal(interpreter: Interpreter, expr: nodes.Expression) -> Literal | None:
    value = interpreter.state.named(expr.name) if isinstance(expr, nodes.NameExpr) else None
    return column_values.literal(interpreter, expr, value)


def _column(interpreter: Interpreter, expr: nodes.Expression) -> _Column | None:
    """Return the column that ``row.column`` reads, or the one that ``row.relation`` hangs on."""
    inner = expr.expr if isinstance(expr, nodes.MemberExpr) else None
    while isinstance(inner, nodes.MemberExpr):
        inner = inner.expr
    if not isinstance(expr, nodes.MemberExpr) or not isinstance(inner, nodes.NameExpr):
        return None
    value = _quietly(interpreter, expr.expr)
    rows = [
        (found, schema)
        for instance in instances.instances(value)
        if (found := interpreter.row(instance)) and (schema := interpreter.model_of(instance.type))
    ]
    if len(rows) != 1 or len(instances.instances(value)) != 1:
        return None
    (address, row), schema = rows[0]
    name = column_values.column_of(schema, expr.name)
    return _Column(address, row, schema, name) if name is not None else None


def _quietly(interpreter: Interpreter, expr: nodes.Expression) -> Type | None:
    if isinstance(expr, nodes.NameExpr):
        return interpreter.state.named(expr.name)
    before, steps = interpreter.state, interpreter.steps
    interpreter.state = before.fork()
    value = interpreter.evaluate_quietly(expr)
    # The condition itself has been evaluated, and counted.
    interpreter.state, interpreter.steps = before, steps
    return value


def of_annotation(interpreter: Interpreter, value: Type | None, name: str) -> Type | None:
    """Return a value of which is known that it is none of the rows', and not ``None``."""
    if not is_annotated(interpreter, value, name):
        return None
    rows = [interpreter.row(instance) for instance in instances.instances(value)]
    known = all(row is not None and row[1].state.values[name] != PRESENT for row in rows)
    return interpreter.instance_of(names.INT) if known else None
