"""The cached object or else the relation: ``books.get(review.book_id) or review.book``.

Such a cache is filled where nobody sees it, before the first request mostly: what is read where it lacks the
object is not proven to run a query.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain.load_state import UNKNOWN
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy.types import Instance

    from aobjects_mypy.interpreter.interpreter import Interpreter

_GETTERS: Final = frozenset({"get", "aget", "pop", "get_or_none"})
_MISSING_KEY: Final = frozenset({"builtins.KeyError", "builtins.LookupError"})


def narrow(interpreter: Interpreter, condition: nodes.Expression, *, holds: bool) -> None:
    """Leave open the relation whose row the condition has not found in a cache."""
    if isinstance(condition, nodes.ComparisonExpr) and len(condition.operators) == 1:
        first, second = condition.operands
        operator = condition.operators[0]
        if operator in ("in", "not in") and (operator == "in") != holds and _is_dict(interpreter, second):
            _leave_open(interpreter, _columns(interpreter, [first]), [])
        elif expressions.is_none(second) and operator in ("is", "is not") and (operator == "is") == holds:
            _not_found(interpreter, first)
    elif not holds:
        _not_found(interpreter, condition)


def catch(interpreter: Interpreter, statement: nodes.TryStmt, handled: nodes.Expression | None) -> None:
    """Leave open in a handler the relation whose row ``books[review.book_id]`` has not found."""
    members = handled.items if isinstance(handled, nodes.TupleExpr) else [handled]
    if not any(member is not None and expressions.fullname(member) in _MISSING_KEY for member in members):
        return
    for part in walk.walk(statement.body):
        if isinstance(part, nodes.IndexExpr):
            _not_found(interpreter, part)


def _not_found(interpreter: Interpreter, expr: nodes.Expression) -> None:
    for lookup in _assigned(interpreter, expr):
        columns = _columns(interpreter, _keys(lookup))
        if columns:
            found = instances.instances(interpreter.evaluate_quietly(lookup))
            models = [item for item in found if relations.is_row(item)]
            if models or _is_getter(lookup):
                _leave_open(interpreter, columns, models)


def _assigned(interpreter: Interpreter, expr: nodes.Expression) -> Sequence[nodes.Expression]:
    """Return the expression itself, or all that the function assigns to the name."""
    if isinstance(expr, nodes.AssignmentExpr):
        expr = expr.value
    if not isinstance(expr, nodes.NameExpr):
        return [_plain(expr)]
    function = interpreter.frames[-1].function
    known = interpreter.found_out.assigned.get(function)
    if known is None:
        known = interpreter.found_out.assigned[function] = {}
        for name, value in _assignments(function.body):
            known.setdefault(name, []).append(_plain(value))
    return known.get(expr.name, ())


def _assignments(body: nodes.Block) -> Iterator[tuple[str, nodes.Expression]]:
    for part in walk.walk(body):
        if isinstance(part, nodes.AssignmentStmt):
            for target in part.lvalues:
                if isinstance(target, nodes.NameExpr):
                    yield target.name, part.rvalue
        elif isinstance(part, nodes.AssignmentExpr):
            yield part.target.name, part.value


def _plain(expr: nodes.Expression) -> nodes.Expression:
    while isinstance(expr, (nodes.AwaitExpr, nodes.CastExpr)):
        expr = expr.expr
    return expr


def _keys(lookup: nodes.Expression) -> list[nodes.Expression]:
    if isinstance(lookup, nodes.CallExpr):
        return lookup.args
    return [lookup.index] if isinstance(lookup, nodes.IndexExpr) else []


def _is_getter(lookup: nodes.Expression) -> bool:
    return isinstance(lookup, nodes.IndexExpr) or (
        isinstance(lookup, nodes.CallExpr)
        and isinstance(lookup.callee, nodes.MemberExpr)
        and lookup.callee.name in _GETTERS
    )


def _columns(interpreter: Interpreter, keys: Sequence[nodes.Expression]) -> list[nodes.MemberExpr]:
    """Return the columns that keys are made of, also by way of a name."""
    made = [*keys]
    for key in keys:
        made += _assigned(interpreter, key) if isinstance(key, nodes.NameExpr) else ()
    return [part for expr in made for part in walk.below(expr) if isinstance(part, nodes.MemberExpr)]


def _is_dict(interpreter: Interpreter, container: nodes.Expression) -> bool:
    found = instances.instances(interpreter.evaluate_quietly(container))
    return any(instances.as_supertype(item, names.MAPPING) is not None for item in found)


def _leave_open(
    interpreter: Interpreter, columns: Sequence[nodes.MemberExpr], models: Sequence[Instance]
) -> None:
    """Leave open the relations that have their keys in these columns, and whose rows are of the models."""
    for column in columns:
        for instance in instances.instances(interpreter.evaluate_quietly(column.expr)):
            _open_relation(interpreter, instance, column.name, models)


def _open_relation(
    interpreter: Interpreter, instance: Instance, column: str, models: Sequence[Instance]
) -> None:
    row, schema = interpreter.row(instance), interpreter.model_of(instance.type)
    if row is None or schema is None:
        return
    address, entry = row
    for relation in schema.relations.values():
        target = relation.target
        if column not in relation.attnames or target is None:
            continue
        if models and not any(model.type.has_base(target) for model in models):
            continue
        state = entry.state
        if interpreter.sink.is_summary:
            # A precondition is a promise to report: this read is none.
            state = state.with_relation(relation.name, UNKNOWN)
        else:
            state = state.perhaps_with(relation.name)
        interpreter.state.heap[address] = replace(entry, state=state)
