"""Handlers of a consumer: what it holds when a message comes is what its ``connect()`` has left there."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.analysis.framework import Endpoint
from aobjects_mypy.domain import heap
from aobjects_mypy.rules.channels import consumers
from aobjects_mypy.syntax import definitions, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_OPENING: Final = ("connect", "websocket_connect")
"""They run before any other handler does, and once."""


def endpoint(
    analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> Endpoint | None:
    """Return how a handler is called: the consumer is connected."""
    info = function.info
    if decorator is not None or not function.is_coroutine or not info or not consumers.is_consumer(info):
        return None
    is_of_methods = function.name.startswith("_") or function.name in _used_by_methods(info)
    if function.name in _OPENING or is_of_methods:
        # What other methods call, they may call when they have loaded something.
        return None
    return Endpoint(given={0: instances.of_class(info)}, begin=_connect)


def _connect(analysis: Evaluator, function: nodes.FuncDef, consumer: Type | None) -> None:
    """Let the consumer hold what ``connect()`` gives it, and no other method."""
    for instance in instances.instances(consumer):
        methods = _methods(instance.type)
        body = analysis.callees.body(next(filter(None, map(methods.get, _OPENING)), None))
        before = analysis.entry(instance)
        if body is None or not isinstance(before, heap.Record):
            continue
        place = nodes.NameExpr(function.name)
        place.set_line(function)
        with analysis.off_loop():
            analysis.run_called(body, {0: instance}, place)
        after = analysis.entry(instance)
        if isinstance(after, heap.Record):
            changed = _changed(analysis, [method for name, method in methods.items() if name != body.name])
            fields = {name: value for name, value in after.fields.items() if name not in changed}
            before = replace(after, fields=fields)
        analysis.put(instance, before)


def _changed(analysis: Evaluator, methods: Iterable[nodes.FuncDef]) -> Set[str]:
    """Return what methods put on the consumer, or add to: that is left to all of them together."""
    found: set[str] = set()
    for body in filter(None, map(analysis.callees.body, methods)):
        found |= analysis.callees.assigned_attributes(body) | analysis.callees.filled_attributes(body)
    return found


def _methods(info: nodes.TypeInfo) -> Mapping[str, nodes.FuncDef]:
    """Return the methods of the project's own classes."""
    found: dict[str, nodes.FuncDef] = {}
    for base in info.mro:
        if consumers.is_of_library(base.fullname):
            continue
        for name, symbol in base.names.items():
            function = definitions.function_of(symbol.node)
            if function is not None:
                found.setdefault(name, function)
    return found


def _used_by_methods(info: nodes.TypeInfo) -> Set[str]:
    """Return what the methods of a class name themselves: ``self.tell()``, ``super().connect()``."""
    return frozenset(name for function in _methods(info).values() for name in _used(function))


@lru_cache(maxsize=256)
def _used(function: nodes.FuncDef) -> frozenset[str]:
    return frozenset(_named(function))


def _named(function: nodes.FuncDef) -> Iterator[str]:
    myself = function.arguments[0].variable.name if function.arguments else ""
    for node in walk.walk(function.body):
        if isinstance(node, nodes.SuperExpr) or (
            isinstance(node, nodes.MemberExpr) and _is_name(node.expr, myself)
        ):
            yield node.name


def _is_name(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name
