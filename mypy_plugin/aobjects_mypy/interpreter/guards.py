"""What is said of Django's caches by hand: ``"author" in book._state.fields_cache`` and their like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.domain.load_state import UNKNOWN
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.interpreter.interpreter import Interpreter

_RELATIONS: Final = "fields_cache"
_MANAGERS: Final = "_prefetched_objects_cache"


def narrow(interpreter: Interpreter, condition: nodes.Expression, *, holds: bool) -> None:
    """Take as loaded what the condition has found in a cache of the row."""
    found = _asked(condition)
    if found is None:
        return
    row_expr, name, means_cached = found
    if means_cached != holds:
        return
    take_as_loaded(interpreter, row_expr, [name])


def take_as_loaded(interpreter: Interpreter, row_expr: nodes.Expression, keys: Sequence[str] | None) -> None:
    """Take as loaded what is in a cache of the row under these keys; ``None`` leaves open what is."""
    for instance in instances.instances(interpreter.evaluate_quietly(row_expr)):
        row, schema = interpreter.row(instance), interpreter.model_of(instance.type)
        if row is None or schema is None:
            continue
        state = row[1].state if keys is not None else row[1].state.unproved()
        for name in keys or ():
            if name in schema.relations:
                state = state.with_relation(name, state.relations.get(name, UNKNOWN))
            elif name in schema.managers:
                state = state.with_manager(name, state.managers.get(name, UNKNOWN))
        interpreter.state.heap[row[0]] = replace(row[1], state=state)


def fill(interpreter: Interpreter, target: nodes.Expression, source: nodes.Expression | None) -> None:
    """Take as loaded what is assigned to a cache of Django, or into one, by hand."""
    cache = target.base if isinstance(target, nodes.IndexExpr) else target
    row = _row_of(cache) if isinstance(cache, nodes.MemberExpr) else None
    if row is None:
        return
    keys: list[str] | None = None
    if isinstance(target, nodes.IndexExpr):
        key = expressions.string(target.index)
        keys = [key] if key is not None else None
    elif isinstance(source, nodes.DictExpr):
        given = [expressions.string(key) for key, _ in source.items if key is not None]
        keys = [key for key in given if key is not None]
        keys = keys if len(keys) == len(source.items) else None
    take_as_loaded(interpreter, row, keys)


def _asked(condition: nodes.Expression) -> tuple[nodes.Expression, str, bool] | None:
    """Return the row, the name that is looked for, and whether the condition holds for what is there."""
    if isinstance(condition, nodes.ComparisonExpr) and condition.operators in (["in"], ["not in"]):
        name, cache = expressions.string(condition.operands[0]), condition.operands[1]
        row = _row_of(cache)
        return (row, name, condition.operators == ["in"]) if row is not None and name is not None else None
    if isinstance(condition, nodes.CallExpr) and isinstance(condition.callee, nodes.MemberExpr):
        field = condition.callee.expr
        if condition.callee.name == "is_cached" and len(condition.args) == 1:
            named = _field_name(field)
            return (condition.args[0], named, True) if named is not None else None
    return None


def _row_of(cache: nodes.Expression) -> nodes.Expression | None:
    """Return the row whose cache this is, also as ``getattr(row, "_prefetched_objects_cache", {})``."""
    if isinstance(cache, nodes.MemberExpr):
        if cache.name == _MANAGERS:
            return cache.expr
        if cache.name == _RELATIONS and isinstance(cache.expr, nodes.MemberExpr):
            return cache.expr.expr
    if isinstance(cache, nodes.CallExpr) and expressions.fullname(cache.callee) == names.GETATTR:
        return cache.args[0] if expressions.string(cache.args[1]) == _MANAGERS else None
    return None


def _field_name(field: nodes.Expression) -> str | None:
    """Return the relation of ``Book.author``, ``Book.author.field`` or ``book._meta.get_field("author")``."""
    if isinstance(field, nodes.CallExpr) and field.args:
        return expressions.string(field.args[0])
    if (
        isinstance(field, nodes.MemberExpr)
        and field.name == "field"
        and isinstance(field.expr, nodes.MemberExpr)
    ):
        return field.expr.name
    return field.name if isinstance(field, nodes.MemberExpr) else None
