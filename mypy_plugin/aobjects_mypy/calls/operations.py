"""Tables of functions, methods and attributes that run a query whatever they are given, as rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Call

WRAP: Final = ""
"""There is no async twin: wrap the call."""


def function(twin: str = WRAP) -> Function:
    """Return what calling a function does that runs a query; ``twin`` is the name of the one to await."""

    def called(analysis: Evaluator, call: Call) -> Type | None:
        report_call(analysis, call, expressions.source(call.callee), twin)
        return call.result

    return called


def cached(twin: str = WRAP) -> Function:
    """Return what calling a function does that asks the database once, and from then on a cache."""

    def called(analysis: Evaluator, call: Call) -> Type | None:
        given = ", ".join(expressions.condition(argument.expr) for argument in call.arguments)
        answered = address_parts.of_process(f"{expressions.source(call.callee)}({given})")
        if answered not in analysis.state.heap:
            analysis.state.heap[answered] = heap.LazyIterator(())
            report_call(analysis, call, expressions.source(call.callee), twin)
        return call.result

    return called


def rule(methods: Mapping[str, str], attributes: Mapping[str, str] | None = None) -> Rule:
    """Return the rule of any object: by full name, methods and attributes that query, with their twins."""
    read = attributes or {}
    known = frozenset(key.rpartition(".")[2] for key in (*methods, *read))

    def method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
        key = declared_name(instance.type, target.name, methods) if target.name in known else None
        if key is None:
            return UNANSWERED
        report_call(analysis, call, f"{instance.type.name}.{target.name}", methods[key])
        return call.result

    def attribute(
        analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
    ) -> Answer:
        key = declared_name(instance.type, expr.name, read) if expr.name in known else None
        if key is not None:
            report_read(analysis, instance, expr, read[key])
        return UNANSWERED

    return Rule(method=method, attribute=attribute)


def report_call(analysis: Analysis, call: Call, subject: str, twin: str) -> None:
    written = expressions.source(call.callee)
    arguments = "..." if call.arguments else ""
    receiver, dot, _ = written.rpartition(".")
    wrapped = f"await sync_to_async({written})({arguments})"
    use = f"await {receiver}{dot}{twin}({arguments})" if twin else wrapped
    analysis.report(diagnostics.synchronous_query(subject, use), call.node)


def report_read(analysis: Analysis, instance: Instance, expr: nodes.MemberExpr, twin: str) -> None:
    written = expressions.source(expr)
    wrapped = f"await sync_to_async(lambda: {written})()"
    use = f"await {expressions.source(expr.expr)}.{twin}()" if twin else wrapped
    analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.{expr.name}", use), expr)


def declared_name(info: nodes.TypeInfo, name: str, table: Container[str]) -> str | None:
    """Return the key of ``table`` for the method ``name`` of ``info`` or of one of its bases."""
    for base in info.mro:
        key = f"{base.fullname}.{name}"
        if key in table:
            return key
    return None
