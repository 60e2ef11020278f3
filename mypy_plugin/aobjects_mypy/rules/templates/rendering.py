"""Render a template: what it reads off its context, it reads where it is rendered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.calls import applying, programs
from aobjects_mypy.calls import template_contexts as contexts
from aobjects_mypy.domain import heap
from aobjects_mypy.rules.templates import callables
from aobjects_mypy.syntax import expressions
from aobjects_mypy.templates import program
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.syntax.call import Argument, Call
    from aobjects_mypy.templates.program import Program


@dataclass(frozen=True, slots=True)
class Given:
    """What a template is rendered with."""

    values: dict[str, Type | None]
    request: Type | None = None
    has_request: bool = False
    is_closed: bool = False
    """There is nothing else in the context, but for what the processors give."""


def given(analysis: Evaluator, context: Argument | None, request: Argument | None) -> Given:
    values = contexts.given(analysis, context)
    is_closed = contexts.is_closed(analysis, context)
    if request is None or not contexts.is_given(request):
        return Given(values, is_closed=is_closed)
    return Given(values, request.value, has_request=True, is_closed=is_closed)


def read(analysis: Evaluator, named: Argument | None, using: Argument | None) -> Program | None:
    """Read the template that an argument names, where the name is a constant."""
    alias = expressions.string(using.expr, using.value) if using is not None else None
    if using is not None and alias is None and not expressions.is_none(using.expr):
        return None
    found = names_of(analysis, named)
    return program.of_name(found, alias) if found else None


def names_of(analysis: Evaluator, argument: Argument | None) -> list[str]:
    """Return the names of a template, the first that exists counts; none where they are not constant."""
    if argument is None:
        return []
    expr: nodes.Expression | None = argument.expr
    value = argument.value
    if isinstance(expr, nodes.NameExpr):
        value = analysis.state.named(expr.name) or value
        if isinstance(expr.node, nodes.Var) and expr.node.fullname == f"{analysis.module}.{expr.name}":
            expr = analysis.callees.assigned(expr.node)
    single = expressions.string(expr or argument.expr, value)
    if single is not None or expr is None:
        return [single] if single is not None else []
    return expressions.literal_strings(expr) or []


def run(
    analysis: Evaluator, found: Program | None, given: Given, place: nodes.Expression, shown: str
) -> None:
    """Run the program of a template, and report what it runs where it is rendered."""
    if found is None or analysis.sink.is_summary:
        return
    for path in found.stamps:
        analysis.callees.consult(path)
    values = dict(given.values)
    has_grown = values.pop(heap.GROWN, None) is not None
    findings: list[Finding] = []
    is_closed = given.is_closed and not found.changes_context
    if given.has_request:
        ran, adds_nothing_else = contexts.add_processors(
            analysis, place, given.request, found.processors, values
        )
        findings += ran
        is_closed = is_closed and adds_nothing_else
    if is_closed:
        contexts.leave_out_nothing(values, found.reads, has_request=given.has_request)
    called = frozenset(name for name in found.reads if callables.of_value(analysis, values.get(name)))
    found = program.calling(found, called) if called else found
    ran = programs.run(analysis, found, values, place)
    if has_grown and not given.is_closed and found.decides - values.keys():
        # What stands under other keys may decide which way the template goes.
        ran = [replace(finding, is_unproven=True) for finding in ran]
    findings += ran
    applying.report_findings(analysis, findings, place, shown)


def _render(analysis: Evaluator, call: Call) -> Type | None:
    found = read(analysis, call.argument(1, "template_name"), call.argument(5, "using"))
    with_what = given(analysis, call.argument(2, "context"), call.argument(0, "request"))
    run(analysis, found, with_what, call.node, call.callee_name)
    return call.result


def _render_to_string(analysis: Evaluator, call: Call) -> Type | None:
    found = read(analysis, call.argument(0, "template_name"), call.argument(3, "using"))
    with_what = given(analysis, call.argument(1, "context"), call.argument(2, "request"))
    run(analysis, found, with_what, call.node, call.callee_name)
    return call.result


FUNCTIONS: Final[dict[str, Function]] = {
    names.RENDER: _render,
    names.RENDER_TO_STRING: _render_to_string,
}
