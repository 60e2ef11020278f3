"""Paginators over a queryset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics, names
from aobjects_mypy.orm import evaluation, heap
from aobjects_mypy.typeops import literals, rows, tags

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.flow.interpreter import Interpreter
    from aobjects_mypy.orm.call import Call

_ATTRIBUTES: Final = frozenset({"count", "num_pages", "page_range"})
_METHODS: Final = frozenset({"page", "get_page", "validate_number", "get_elided_page_range"})


def is_paginator(instance: Instance) -> bool:
    return instance.type.has_base(names.PAGINATOR)


def construct(run: Interpreter, instance: Instance, call: Call) -> Instance:
    argument = call.argument(0, "object_list")
    queries = argument is not None and any(
        evaluation.is_queryset(item) and not _is_evaluated(run, item)
        for item in rows.instances(argument.value)
    )
    return tags.with_object(instance, run.new_object(call.node, heap.Pager(queries)))


def _is_evaluated(run: Interpreter, queryset: Instance) -> bool:
    entry = run.entry(queryset)
    return isinstance(entry, heap.Rows) and (entry.cache is heap.Cache.FILLED or entry.empty)


def attribute(run: Interpreter, instance: Instance, expr: nodes.MemberExpr) -> None:
    if expr.name in _ATTRIBUTES and _queries(run, instance):
        written = literals.source(expr)
        _report(run, instance, expr.name, f"await sync_to_async(lambda: {written})()", expr)


def method(run: Interpreter, instance: Instance, name: str, call: Call) -> Type | None:
    if name in _METHODS and _queries(run, instance):
        use = f"await sync_to_async({literals.source(call.callee)})({'...' if call.arguments else ''})"
        _report(run, instance, name, use, call.node)
    return call.result


def _queries(run: Interpreter, instance: Instance) -> bool:
    entry = run.entry(instance)
    return isinstance(entry, heap.Pager) and entry.queries


def _report(run: Interpreter, instance: Instance, name: str, use: str, node: nodes.Context) -> None:
    run.report(diagnostics.synchronous_query(f"{instance.type.name}.{name}", use), node)
    object_name = tags.object_of(instance)
    if object_name is not None and name in (*_ATTRIBUTES, "page", "get_page", "validate_number"):
        # The count is cached; a page still runs its own query when it is read.
        run.flow.heap[object_name] = heap.Pager(queries=name in ("page", "get_page"))
