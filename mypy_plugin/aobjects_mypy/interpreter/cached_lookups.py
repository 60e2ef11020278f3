"""The cached object or else the relation: ``books.get(review.book_id) or review.book``.

Such a cache is filled where nobody sees it, before the first request mostly: what is read where it lacks the
object is not proven to run a query.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain.load_state import UNKNOWN
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy.types import Instance, Type

    from aobjects_mypy.interpreter.interpreter import Interpreter

_Assigned: TypeAlias = "Mapping[str, Sequence[nodes.Expression]]"
_Column: TypeAlias = tuple[nodes.Expression, str]
"""A row, and the name of the column of it that is a key."""

_GETTERS: Final = frozenset({"get", "aget", "pop", "get_or_none"})


def narrow(interpreter: Interpreter, condition: nodes.Expression, *, holds: bool) -> None:
    """Leave open the relation whose row the condition has not found in a cache."""
    if isinstance(condition, nodes.ComparisonExpr) and len(condition.operators) == 1:
        first, second = condition.operands
        operator = condition.operators[0]
        if operator in ("in", "not in") and (operator == "in") != holds and _is_dict(interpreter, second):
            _leave_open(interpreter, _columns([first], _known(interpreter)), [])
        elif expressions.is_none(second) and operator in ("is", "is not") and (operator == "is") == holds:
            _not_found(interpreter, first)
    elif not holds:
        _not_found(interpreter, condition)


def catch(interpreter: Interpreter, statement: nodes.TryStmt, handled: nodes.Expression | None) -> None:
    """Leave open in a handler the relation whose row ``books[review.book_id]`` has not found."""
    if not expressions.handles(handled, names.LOOKUP_ERRORS):
        return
    for part in walk.walk(statement.body):
        if isinstance(part, nodes.IndexExpr):
            _not_found(interpreter, part)


def _not_found(interpreter: Interpreter, expr: nodes.Expression) -> None:
    looked_at = interpreter.found_out.looked_at
    for lookup in assigned(interpreter, expr):
        # "title = (title or "").strip()": what it is called on asks for the name once more.
        if lookup not in looked_at:
            looked_at.add(lookup)
            try:
                _leave_open_behind(interpreter, lookup)
            finally:
                looked_at.remove(lookup)


def _leave_open_behind(interpreter: Interpreter, lookup: nodes.Expression) -> None:
    columns = [*_columns(_keys(lookup), _known(interpreter)), *_asked_by(interpreter, lookup)]
    if columns:
        found = instances.instances(_evaluate_aside(interpreter, lookup))
        models = [item for item in found if relations.is_row(item)]
        if models or _is_getter(lookup) or not found:
            _leave_open(interpreter, columns, models)


def assigned(interpreter: Interpreter, expr: nodes.Expression) -> Sequence[nodes.Expression]:
    """Return the expression itself, or all that the function assigns to the name."""
    if isinstance(expr, nodes.AssignmentExpr):
        expr = expr.value
    if not isinstance(expr, nodes.NameExpr):
        return [_plain(expr)]
    return _known(interpreter).get(expr.name, ())


def _known(interpreter: Interpreter, function: nodes.FuncItem | None = None) -> _Assigned:
    """Return what the function that runs, or another one, assigns to its names."""
    function = function or interpreter.frames[-1].function
    known = interpreter.found_out.assigned.get(function)
    if known is None:
        known = interpreter.found_out.assigned[function] = {}
        for name, value in _assignments(function.body):
            known.setdefault(name, []).append(_plain(value))
    return known


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


def _keys(lookup: nodes.Node) -> list[nodes.Expression]:
    if isinstance(lookup, nodes.CallExpr):
        return lookup.args
    return [lookup.index] if isinstance(lookup, nodes.IndexExpr) else []


def _is_getter(lookup: nodes.Node) -> bool:
    return isinstance(lookup, nodes.IndexExpr) or (
        isinstance(lookup, nodes.CallExpr)
        and isinstance(lookup.callee, nodes.MemberExpr)
        and lookup.callee.name in _GETTERS
    )


def _columns(keys: Sequence[nodes.Expression], known: _Assigned) -> list[_Column]:
    """Return the columns that keys are made of, also by way of a name."""
    made = [*keys]
    for key in keys:
        made += known.get(key.name, ()) if isinstance(key, nodes.NameExpr) else ()
    parts = (part for expr in made for part in walk.below(expr))
    return [(part.expr, part.name) for part in parts if isinstance(part, nodes.MemberExpr)]


def _asked_by(interpreter: Interpreter, call: nodes.Expression) -> list[_Column]:
    """Return the columns by which a helper asks a cache, where ``author_of(review)`` calls it."""
    function = _helper(interpreter, call)
    if function is None or not isinstance(call, nodes.CallExpr) or nodes.ARG_STAR in call.arg_kinds:
        return []
    is_bound = bool(function.info) and not function.is_static
    parameters = [argument.variable.name for argument in function.arguments[is_bound:]]
    given = dict(zip(parameters, call.args, strict=False))
    given |= {name: expr for name, expr in zip(call.arg_names, call.args, strict=True) if name is not None}
    parts = walk.walk(function.body)
    keys = [key for part in parts if _is_getter(part) for key in _keys(part)]
    return [
        (given[row.name], column)
        for row, column in _columns(keys, _known(interpreter, function))
        if isinstance(row, nodes.NameExpr) and row.name in given
    ]


def _helper(interpreter: Interpreter, call: nodes.Expression) -> nodes.FuncDef | None:
    callee = call.callee if isinstance(call, nodes.CallExpr) else None
    node = callee.node if isinstance(callee, nodes.RefExpr) else None
    if isinstance(callee, nodes.MemberExpr) and node is None:
        for owner in instances.instances(_evaluate_aside(interpreter, callee.expr)):
            node = instances.member(owner.type, callee.name)
    is_own = isinstance(node, (nodes.FuncDef, nodes.Decorator))
    return interpreter.callees.body(node) if is_own else None


def _evaluate_aside(interpreter: Interpreter, expr: nodes.Expression) -> Type | None:
    """Evaluate what may not have run yet: it has loaded nothing."""
    here = interpreter.state
    interpreter.state = here.fork()
    value = interpreter.evaluate_quietly(expr)
    interpreter.state = here
    return value


def _is_dict(interpreter: Interpreter, container: nodes.Expression) -> bool:
    found = instances.instances(_evaluate_aside(interpreter, container))
    return any(instances.as_supertype(item, names.MAPPING) is not None for item in found)


def _leave_open(interpreter: Interpreter, columns: Sequence[_Column], models: Sequence[Instance]) -> None:
    """Leave open the relations that have their keys in these columns, and whose rows are of the models."""
    for row, name in columns:
        for instance in instances.instances(_evaluate_aside(interpreter, row)):
            _open_relation(interpreter, instance, name, models)


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
