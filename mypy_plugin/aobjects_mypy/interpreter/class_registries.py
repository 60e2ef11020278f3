"""Classes in a list, a tuple or a comprehension: which of them ``for plugin in PLUGINS`` makes objects of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.interpreter import known_keys, own_objects, registered_functions
from aobjects_mypy.syntax import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aobjects_mypy.interpreter.interpreter import Interpreter

_MOST: Final = 8
"""Of a container with more classes nothing is known: each call would run them all."""
_LOOKUPS: Final = frozenset({"get", "pop"})
_PARTS: Final = frozenset({"items", "values"})


def called(interpreter: Interpreter, callee: nodes.Expression) -> Sequence[nodes.TypeInfo]:
    """Return the classes of which one is called, where a container in sight holds them."""
    if interpreter.sink.is_summary:
        return ()
    found = list(dict.fromkeys(_named_by(interpreter, callee)))
    return found if 1 <= len(found) <= _MOST and all(map(own_objects.is_of_project, found)) else ()


def _named_by(interpreter: Interpreter, expr: nodes.Expression) -> Iterator[nodes.TypeInfo]:
    if isinstance(expr, nodes.NameExpr) and expr.kind in (nodes.LDEF, None):
        bound = list(_bindings(interpreter.frames[-1].function, expr.name))
        if len(bound) == 1 and bound[0] is not None:
            source, is_item = bound[0]
            yield from _in(interpreter, source) if is_item else _named_by(interpreter, source)
    elif isinstance(expr, nodes.IndexExpr):
        yield from _in(interpreter, expr.base) if not _is_told(interpreter, expr.base, expr.index) else ()
    elif isinstance(expr, nodes.CallExpr) and isinstance(expr.callee, nodes.MemberExpr):
        base, keys = expr.callee.expr, expr.args
        is_told = bool(keys) and _is_told(interpreter, base, keys[0])
        yield from _in(interpreter, base) if expr.callee.name in _LOOKUPS and not is_told else ()


def _is_told(interpreter: Interpreter, base: nodes.Expression, key: nodes.Expression) -> bool:
    """Tell a key of which it is known what stands under it: the dict says so itself."""
    if registered_functions.under(interpreter, base, interpreter.evaluate_quietly(key), base) is not None:
        return True
    record = known_keys.of_value(interpreter, interpreter.evaluate_quietly(base))
    if record is None or record.plain is None or not record.fields:
        return False
    return known_keys.key_of(interpreter, key) is not None


def _bindings(function: nodes.FuncItem, name: str) -> Iterator[tuple[nodes.Expression, bool] | None]:
    """Yield what a function gives a name, and whether that is a container of which it is an item."""
    for part in walk.walk(function.body):
        if isinstance(part, nodes.AssignmentStmt):
            for target in part.lvalues:
                if name in _bound(target):
                    yield (part.rvalue, False) if isinstance(target, nodes.NameExpr) else None
        elif isinstance(part, nodes.ForStmt) and name in (targets := _bound(part.index)):
            yield (_walked(part.expr), True) if targets[-1] == name else None
        elif isinstance(part, (nodes.GeneratorExpr, nodes.DictionaryComprehension)):
            for index, sequence in zip(part.indices, part.sequences, strict=True):
                if name in (targets := _bound(index)):
                    yield (_walked(sequence), True) if targets[-1] == name else None
        elif isinstance(part, nodes.AssignmentExpr) and part.target.name == name:
            yield part.value, False


def _bound(target: nodes.Expression) -> list[str]:
    items = target.items if isinstance(target, (nodes.TupleExpr, nodes.ListExpr)) else [target]
    return [item.name for item in items if isinstance(item, nodes.NameExpr)]


def _walked(expr: nodes.Expression) -> nodes.Expression:
    """Return the container of ``plugins.items()`` and ``sorted(plugins)``."""
    if isinstance(expr, nodes.CallExpr):
        if isinstance(expr.callee, nodes.MemberExpr) and expr.callee.name in _PARTS:
            return expr.callee.expr
        if isinstance(expr.callee, nodes.NameExpr) and expr.callee.name == "sorted" and expr.args:
            return _walked(expr.args[0])
    return expr


def _in(interpreter: Interpreter, container: nodes.Expression) -> Iterator[nodes.TypeInfo]:
    """Yield the classes of a container; none if it holds anything else."""
    if isinstance(container, nodes.RefExpr) and isinstance(container.node, nodes.Var):
        if container.kind == nodes.LDEF:
            return
        registered = list(registered_functions.classes(interpreter, container))
        if registered:
            yield from registered
            return
        container = interpreter.callees.assigned(container.node) or container
    values = list(_values(container))
    if all(isinstance(value, nodes.TypeInfo) for value in values):
        yield from (value for value in values if isinstance(value, nodes.TypeInfo))


def _values(container: nodes.Expression) -> Iterator[nodes.Node | None]:
    if isinstance(container, (nodes.ListExpr, nodes.TupleExpr, nodes.SetExpr)):
        yield from (item.node if isinstance(item, nodes.RefExpr) else None for item in container.items)
    elif isinstance(container, nodes.DictionaryComprehension):
        is_the_item = (
            len(container.indices) == 1
            and isinstance(container.value, nodes.NameExpr)
            and _bound(container.indices[0]) == [container.value.name]
        )
        yield from _values(container.sequences[0]) if is_the_item else [None]
    else:
        yield None
