"""Which subclasses change what a method of their base does: they define what it uses of ``self``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import definitions, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    _Body = Callable[[nodes.FuncDef], nodes.FuncDef | None]

_MOST: Final = 8
"""How many subclasses a method is judged for."""


def that_change(
    function: nodes.FuncDef,
    classes: Sequence[nodes.TypeInfo],
    body_of: _Body,
    parts: Callable[[nodes.Block], list[nodes.Node]] = walk.walk,
) -> list[nodes.TypeInfo]:
    """Return those that have the method from its class, and something of their own that it uses.

    ``parts`` are those of a body in which it uses something: what only a comprehension does, callers tell.
    ``body_of`` gives the methods of the class back the bodies that mypy's cache leaves out.
    """
    info = function.info
    if not info or isinstance(info, nodes.FakeInfo) or function.is_static or function.is_class:
        return []
    used = _used(function, body_of, parts)
    return [
        other
        for other in classes
        if other is not info
        and info in other.mro
        and _definer(other, function.name) is info
        and any(_definer(other, name) is not _definer(info, name) for name in used)
    ][:_MOST]


def _definer(info: nodes.TypeInfo, name: str) -> nodes.TypeInfo | None:
    return info.get_containing_type_info(name)


def _used(
    function: nodes.FuncDef, body_of: _Body, parts: Callable[[nodes.Block], list[nodes.Node]]
) -> set[str]:
    """Return the attributes of ``self`` that a method reads, or that methods read which it calls."""
    found: set[str] = set()
    todo, seen = [function], {function}
    while todo:
        current = todo.pop()
        for name in _read(current, parts):
            found.add(name)
            called = definitions.method_of(function.info, name)
            if called is not None and called not in seen:
                seen.add(called)
                body = body_of(called)
                if body is not None:
                    todo.append(body)
    return found


def _read(function: nodes.FuncDef, parts: Callable[[nodes.Block], list[nodes.Node]]) -> Iterator[str]:
    if not function.arguments:
        return
    myself = function.arguments[0].variable.name
    for node in parts(function.body):
        if isinstance(node, nodes.MemberExpr) and _is_name(node.expr, myself):
            yield node.name


def _is_name(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name
