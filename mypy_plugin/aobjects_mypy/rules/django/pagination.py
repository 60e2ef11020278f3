"""Paginators over a queryset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Call

_ATTRIBUTES: Final = frozenset({"count", "num_pages", "page_range"})
_METHODS: Final = frozenset({"page", "get_page", "validate_number", "get_elided_page_range"})


def _construct(analysis: Analysis, instance: Instance, call: Call) -> Instance:
    argument = call.argument(0, "object_list")
    for item in instances.instances(argument.value if argument is not None else None):
        if evaluation.is_queryset(item):
            entry = heap.Pager(not _is_evaluated(analysis, item), addresses.address_of(item))
            return addresses.with_address(instance, analysis.allocate(call.node, entry))
    listed = instances.first(argument.value if argument is not None else None)
    if listed is not None and listed.type.fullname == names.LIST and listed.args and instance.args:
        # The rows of a page are those of the list.
        instance = instance.copy_modified(args=[listed.args[-1]])
    return addresses.with_address(instance, analysis.allocate(call.node, heap.Pager(queries=False)))


def _is_evaluated(analysis: Analysis, queryset: Instance) -> bool:
    entry = analysis.entry(queryset)
    return isinstance(entry, heap.QuerySet) and (entry.cache is heap.Cache.FILLED or entry.empty)


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    entry = analysis.entry(instance)
    if expr.name in _ATTRIBUTES and _queries(analysis, instance):
        written = expressions.source(expr)
        _report(analysis, instance, expr.name, f"await sync_to_async(lambda: {written})()", expr)
    if expr.name == "object_list" and isinstance(entry, heap.Pager) and entry.rows is not None:
        return instances.tag_first(result, entry.rows)
    return result


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Type | None:
    name = target.name
    if name in _METHODS and _queries(analysis, instance):
        use = f"await sync_to_async({expressions.source(call.callee)})({'...' if call.arguments else ''})"
        _report(analysis, instance, name, use, call.node)
    entry = analysis.entry(instance)
    queryset = analysis.state.heap.get(entry.rows or NOWHERE) if isinstance(entry, heap.Pager) else None
    if not isinstance(queryset, heap.QuerySet):
        made = instances.first(call.result)
        if name in ("page", "get_page") and made is not None and made.args and instance.args:
            return instances.overlay(made, made.copy_modified(args=list(instance.args)))
        return call.result
    part = analysis.allocate(call.node, queryset, role="=part")
    if name in ("page", "get_page"):
        # The rows of a page are a slice of the queryset: reading them is a query of its own.
        return instances.tag_first(call.result, part)
    if name in ("apage", "aget_page"):
        page = analysis.allocate(call.node, heap.Pager(queries=False, rows=part), role="=page")
        return instances.tag_all(call.result, {names.ASYNC_PAGE: page}) if call.result is not None else None
    if name == "aget_object_list" and call.result is not None:
        row = (
            evaluation.rows_object(analysis, entry.rows)
            if isinstance(entry, heap.Pager) and entry.rows
            else None
        )
        return instances.tag_all(call.result, {queryset.model: row}) if row is not None else call.result
    return call.result


def _queries(analysis: Analysis, instance: Instance) -> bool:
    if not instance.type.module_name.startswith("django."):
        # The project's own paginator may count in its own way.
        return False
    entry = analysis.entry(instance)
    return isinstance(entry, heap.Pager) and entry.queries


def _report(analysis: Analysis, instance: Instance, name: str, use: str, node: nodes.Context) -> None:
    analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.{name}", use), node)
    object_name = addresses.address_of(instance)
    if object_name is not None and name in (*_ATTRIBUTES, "page", "get_page", "validate_number"):
        # The count is cached; the rows of a page are another matter.
        analysis.state.heap[object_name] = heap.Pager(queries=False, rows=_rows(analysis, instance))


def _rows(analysis: Analysis, instance: Instance) -> Address | None:
    entry = analysis.entry(instance)
    return entry.rows if isinstance(entry, heap.Pager) else None


RULE: Final = Rule(construct=_construct, attribute=_attribute, method=_method)
