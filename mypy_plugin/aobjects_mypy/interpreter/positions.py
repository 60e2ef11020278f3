"""What stands at which position of a list that is written down: ``pair = [one, other]``, ``pair[1]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.interpreter import (
    conditions,
    keyed_items,
    known_keys,
    module_memos,
    reading,
    registered_functions,
)
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.interpreter.interpreter import Interpreter

_MOST: Final = 8


def index(interpreter: Interpreter, expr: nodes.IndexExpr) -> Type | None:
    """Evaluate ``base[key]``."""
    base = interpreter.evaluate(expr.base)
    key = interpreter.evaluate(expr.index)
    chosen = _chosen(interpreter, expr)
    if chosen:
        # "pair[0 if flag else 1]" is "pair[0] if flag else pair[1]".
        values = [_at(interpreter, base, interpreter.type_of(each.index), each) for each in chosen]
        if all(map(_is_row, values)):
            found: Type | None = None
            for value in values:
                found = joins.join(interpreter, found, value, expr)
            return instances.overlay(interpreter.type_of(expr), found)
    return _at(interpreter, base, key, expr)


def _at(interpreter: Interpreter, base: Type | None, key: Type | None, expr: nodes.IndexExpr) -> Type | None:
    path = expressions.access_path(expr)
    known = interpreter.state.variables.get(path) if path is not None else None
    if known is not None:
        return evaluation.overlaid(interpreter.type_of(expr), known)
    attribute = known_keys.read_under(interpreter, expr.base, expr.index)
    if attribute is not None:
        return attribute
    under_name = keyed_items.held(interpreter, expr)
    if under_name is not None:
        return instances.overlay(interpreter.type_of(expr), under_name)
    if module_memos.lacks(interpreter, expr.base, key):
        return interpreter.type_of(expr)
    kept = registered_functions.under(interpreter, expr.base, key, expr)
    value = kept if kept is not None else reading.index(interpreter, base, key, expr)
    module_memos.leave_open(interpreter, expr.base, value)
    if isinstance(expr.index, (nodes.IntExpr, nodes.StrExpr)) and len(_functions(interpreter, value)) > 1:
        # Which of them stands there, nobody has seen: the list was turned round, say.
        return interpreter.type_of(expr)
    if (
        path is not None
        and value is not None
        and any(interpreter.row(instance) for instance in instances.instances(value))
    ):
        # The same index, read again, is the same row.
        interpreter.state.keep(path, value)
    return value


def _chosen(interpreter: Interpreter, expr: nodes.IndexExpr) -> list[nodes.IndexExpr]:
    """Return the items among which a condition chooses by literal keys."""
    key = expr.index
    if not isinstance(key, nodes.ConditionalExpr):
        return []
    arms = [key.if_expr, key.else_expr]
    if not all(isinstance(arm, (nodes.IntExpr, nodes.StrExpr)) for arm in arms):
        return []
    verdict = conditions.known(interpreter, key.cond)
    if verdict is not None:
        arms = [key.if_expr if verdict else key.else_expr]
    found = [nodes.IndexExpr(expr.base, arm) for arm in arms]
    for item in found:
        item.set_line(expr)
    return found


def write(interpreter: Interpreter, path: AccessPath, source: nodes.Node | None) -> None:
    """Remember which row, or which function, stands where in ``name = [one, other]``."""
    if not isinstance(source, nodes.ListExpr) or not 0 < len(source.items) <= _MOST:
        return
    if any(isinstance(item, nodes.StarExpr) for item in source.items):
        return
    held = [value for item in source.items if (value := interpreter.displayed.get(item)) is not None]
    if len(held) < len(source.items):
        return
    if not all(map(_is_row, held)) and not all(_functions(interpreter, value) for value in held):
        return
    for position, value in enumerate(held):
        interpreter.state.keep(access_paths.item(path, position), value)
    _count(interpreter, path, len(held))


def append(interpreter: Interpreter, path: AccessPath, count: int | None, value: Type | None) -> None:
    """Remember where ``append()`` has put a row behind so many others."""
    if count is None or count >= _MOST or value is None or not _is_row(value):
        return
    interpreter.state.keep(access_paths.item(path, count), value)
    _count(interpreter, path, count + 1)


def each(interpreter: Interpreter, source: nodes.Expression | None, number: int) -> list[Type] | None:
    """Return what stands where in a list of so many, all of which were put there in sight."""
    path = expressions.access_path(source) if source is not None else None
    if path is None or count(interpreter, path) != number:
        return None
    held = [interpreter.state.variables.get(access_paths.item(path, position)) for position in range(number)]
    return [value for value in held if value is not None] if all(held) else None


def functions(interpreter: Interpreter, expr: nodes.Expression) -> Sequence[Type]:
    """Return the functions of a list in their order, where it is written down, or its name knows them."""
    if isinstance(expr, (nodes.ListExpr, nodes.TupleExpr)):
        found = [interpreter.displayed.get(item) for item in expr.items]
    else:
        path = expressions.access_path(expr)
        number = count(interpreter, path) if path is not None else None
        found = list(each(interpreter, expr, number) or ()) if number is not None else []
    known = [value for value in found if value is not None and _functions(interpreter, value)]
    return known if len(known) == len(found) else []


def count(interpreter: Interpreter, path: AccessPath) -> int | None:
    """Return how many items a list has, all of which were put there in sight."""
    known = interpreter.state.variables.get(access_paths.length(path))
    proper = get_proper_type(known) if known is not None else None
    literal = proper.last_known_value if isinstance(proper, Instance) else None
    return literal.value if literal is not None and isinstance(literal.value, int) else None


def _count(interpreter: Interpreter, path: AccessPath, number: int) -> None:
    whole = interpreter.instance_of(names.INT)
    if whole is not None:
        interpreter.state.keep(access_paths.length(path), declared.literal(whole, number))


def _is_row(value: Type | None) -> bool:
    row = instances.first(value)
    return row is not None and row.type.has_base(names.MODEL) and bool(instances.tagged_instances(row))


def _functions(interpreter: Interpreter, value: Type | None) -> Sequence[heap.Function]:
    first = instances.first(value)
    entry = interpreter.entry(first) if first is not None else None
    return entry.members if isinstance(entry, heap.Functions) else ()
