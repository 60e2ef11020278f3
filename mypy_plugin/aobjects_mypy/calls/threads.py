"""What a worker thread runs, and what comes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import bridge, names
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation, methods
from aobjects_mypy.syntax import expressions, walk, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator


def check_inner_loop(analysis: Evaluator, callee: nodes.Expression, node: nodes.Expression) -> None:
    """Report a call of what ``async_to_sync`` made, where an event loop runs."""
    typ = analysis.type_of(callee)
    wrapped = wrappers.marked(typ, wrappers.ASYNC_TO_SYNC) if typ is not None else None
    if wrapped is not None and not _may_be_another(analysis, callee):
        analysis.report(bridge.event_loop_inside_event_loop(wrapped), node)


def _may_be_another(analysis: Evaluator, callee: nodes.Expression) -> bool:
    """Tell a name or attribute that may hold another function: its type is that of the first."""
    if isinstance(callee, nodes.NameExpr):
        return callee.kind == nodes.LDEF and analysis.resolve(callee) is callee
    if not isinstance(callee, nodes.MemberExpr):
        return False
    for instance in instances.instances(analysis.type_of(callee.expr)):
        node = instances.member(instance.type, callee.name)
        if isinstance(node, nodes.Var) and not node.is_initialized_in_class:
            return True
    return False


def check_result(
    analysis: Analysis, wrapped: nodes.Expression, value: Type | None, node: nodes.Expression
) -> None:
    """Report a queryset that comes out of a thread as it went in: not evaluated."""
    shown = wrapped.expr() if isinstance(wrapped, nodes.LambdaExpr) else wrapped
    builder = shown.callee if isinstance(shown, nodes.CallExpr) else shown
    if not isinstance(builder, nodes.MemberExpr):
        # A function of the project may have reasons of its own to build its queryset in a thread.
        return
    if methods.iterates(builder.name) and any(
        map(_has_rows, instances.instances(analysis.type_of(builder.expr)))
    ):
        analysis.report(
            bridge.queryset_from_thread(f"{expressions.source(builder.expr)}.aiterator(...)"), node
        )
    if not methods.builds(builder.name):
        return
    for instance in instances.instances(value):
        entry = analysis.entry(instance)
        filled = isinstance(entry, heap.QuerySet) and (entry.cache is heap.Cache.FILLED or entry.empty)
        if evaluation.is_queryset(instance) and not filled:
            written = expressions.source(shown)
            rows_written = written if isinstance(wrapped, nodes.LambdaExpr) else f"{written}(...)"
            analysis.report(bridge.queryset_from_thread(rows_written), node)


def _has_rows(instance: Instance) -> bool:
    return evaluation.is_queryset(instance) or evaluation.is_manager(instance)


def captured_names(analysis: Evaluator, expr: nodes.Expression) -> set[str]:
    """Return the names that a function given away can reach: what runs later may load their rows."""
    target = analysis.resolve(expr)
    if isinstance(target, nodes.CallExpr) and expressions.fullname(target.callee) == names.PARTIAL:
        return {item.name for item in target.args if isinstance(item, nodes.NameExpr)}
    if isinstance(target, nodes.Decorator):
        target = target.func
    if not isinstance(target, (nodes.LambdaExpr, nodes.FuncDef)):
        return set()
    return {node.name for node in walk.walk(target.body) if isinstance(node, nodes.NameExpr)}
