"""Paginators over a queryset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics, names
from aobjects_mypy.orm import evaluation
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances, addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call

_ATTRIBUTES: Final = frozenset({"count", "num_pages", "page_range"})
_METHODS: Final = frozenset({"page", "get_page", "validate_number", "get_elided_page_range"})


def is_paginator(instance: Instance) -> bool:
    return instance.type.has_base(names.BASE_PAGINATOR) or instance.type.has_base(names.ASYNC_PAGE)


def construct(run: Interpreter, instance: Instance, call: Call) -> Instance:
    argument = call.argument(0, "object_list")
    for item in instances.instances(argument.value if argument is not None else None):
        if evaluation.is_queryset(item):
            entry = heap.Pager(not _is_evaluated(run, item), addresses.object_of(item))
            return addresses.with_object(instance, run.new_object(call.node, entry))
    return addresses.with_object(instance, run.new_object(call.node, heap.Pager(queries=False)))


def _is_evaluated(run: Interpreter, queryset: Instance) -> bool:
    entry = run.entry(queryset)
    return isinstance(entry, heap.Rows) and (entry.cache is heap.Cache.FILLED or entry.empty)


def attribute(
    run: Interpreter, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    entry = run.entry(instance)
    if expr.name in _ATTRIBUTES and _queries(run, instance):
        written = expressions.source(expr)
        _report(run, instance, expr.name, f"await sync_to_async(lambda: {written})()", expr)
    if expr.name == "object_list" and isinstance(entry, heap.Pager) and entry.rows is not None:
        return _tagged(result, entry.rows)
    return result


def method(run: Interpreter, instance: Instance, name: str, call: Call) -> Type | None:
    if name in _METHODS and _queries(run, instance):
        use = f"await sync_to_async({expressions.source(call.callee)})({'...' if call.arguments else ''})"
        _report(run, instance, name, use, call.node)
    entry = run.entry(instance)
    queryset = run.flow.heap.get(entry.rows or "") if isinstance(entry, heap.Pager) else None
    if not isinstance(queryset, heap.Rows):
        return call.result
    part = run.new_object(call.node, replace(queryset, line=queryset.line), role="=part")
    if name in ("page", "get_page"):
        # The rows of a page are a slice of the queryset: reading them is a query of its own.
        return _tagged(call.result, part)
    if name in ("apage", "aget_page"):
        page = run.new_object(call.node, heap.Pager(queries=False, rows=part), role="=page")
        return instances.tag_all(call.result, {names.ASYNC_PAGE: page}) if call.result is not None else None
    if name == "aget_object_list" and call.result is not None:
        row = (
            evaluation.rows_object(run, entry.rows) if isinstance(entry, heap.Pager) and entry.rows else None
        )
        return instances.tag_all(call.result, {queryset.model: row}) if row is not None else call.result
    return call.result


def _tagged(result: Type | None, name: str) -> Type | None:
    return next((addresses.with_object(item, name) for item in instances.instances(result)), result)


def _queries(run: Interpreter, instance: Instance) -> bool:
    if not instance.type.module_name.startswith("django."):
        # The project's own paginator may count in its own way.
        return False
    entry = run.entry(instance)
    return isinstance(entry, heap.Pager) and entry.queries


def _report(run: Interpreter, instance: Instance, name: str, use: str, node: nodes.Context) -> None:
    run.report(diagnostics.synchronous_query(f"{instance.type.name}.{name}", use), node)
    object_name = addresses.object_of(instance)
    if object_name is not None and name in (*_ATTRIBUTES, "page", "get_page", "validate_number"):
        # The count is cached; the rows of a page are another matter.
        run.flow.heap[object_name] = heap.Pager(queries=False, rows=_rows(run, instance))


def _rows(run: Interpreter, instance: Instance) -> str | None:
    entry = run.entry(instance)
    return entry.rows if isinstance(entry, heap.Pager) else None
