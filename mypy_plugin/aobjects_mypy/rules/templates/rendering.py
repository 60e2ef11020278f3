"""Render a template: what it reads off its context, it reads where it is rendered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.effects import Step
from aobjects_mypy.rules.templates import contexts
from aobjects_mypy.syntax import expressions
from aobjects_mypy.templates import program
from aobjects_mypy.templates.writing import OWN

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.syntax.call import Argument, Call
    from aobjects_mypy.templates.program import Program


def _names_of(argument: Argument | None) -> list[str]:
    """Return the names of a template, the first that exists counts; none where they are not constant."""
    if argument is None:
        return []
    single = expressions.string(argument.expr, argument.value)
    return [single] if single is not None else expressions.literal_strings(argument.expr) or []


def _read(named: Argument | None, using: Argument | None) -> Program | None:
    alias = expressions.string(using.expr, using.value) if using is not None else None
    if using is not None and alias is None and not expressions.is_none(using.expr):
        return None
    found = _names_of(named)
    return program.of_name(found, alias) if found else None


def _run(
    analysis: Evaluator,
    call: Call,
    read: Program | None,
    context: Argument | None,
    request: Argument | None,
) -> None:
    """Run the program of a template, and report what it runs at the call."""
    if read is None or analysis.sink.is_summary:
        return
    for path in read.stamps:
        analysis.callees.consult(path)
    values = contexts.given(analysis, context)
    findings: list[Finding] = []
    if contexts.is_given(request):
        given = request.value if request is not None else None
        findings += contexts.add_processors(analysis, call, given, read.processors, values)
    scope = heap.Scope(
        read, f"{read.name}{OWN}", {name: value for name, value in values.items() if value is not None}, {}
    )
    ran = analysis.run_called(read.function, {}, call.node, scope)
    if ran is not None:
        findings += [_placed(found, read) for found in ran.findings]
    applying.report_findings(analysis, findings, call.node, call.callee_name)


def _placed(finding: Finding, read: Program) -> Finding:
    """Name the line of the template, which is no line of a module."""
    first, *others = finding.steps
    return replace(finding, steps=(Step(first.words, read.places[first.line], "", 0), *others))


def _render(analysis: Evaluator, call: Call) -> Type | None:
    read = _read(call.argument(1, "template_name"), call.argument(5, "using"))
    _run(analysis, call, read, call.argument(2, "context"), call.argument(0, "request"))
    return call.result


def _render_to_string(analysis: Evaluator, call: Call) -> Type | None:
    read = _read(call.argument(0, "template_name"), call.argument(3, "using"))
    _run(analysis, call, read, call.argument(1, "context"), call.argument(2, "request"))
    return call.result


FUNCTIONS: Final[dict[str, Function]] = {
    names.RENDER: _render,
    names.RENDER_TO_STRING: _render_to_string,
}
