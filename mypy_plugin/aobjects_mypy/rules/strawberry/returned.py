"""How a resolver is called, and what its type reads off what it returns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, Type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.framework import Endpoint
from aobjects_mypy.calls import programs, ways
from aobjects_mypy.domain import heap
from aobjects_mypy.rules.strawberry import context, reading, sources, vocabulary
from aobjects_mypy.syntax import steps, written_types
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.domain.effects import Step
    from aobjects_mypy.domain.taken_step import TakenStep

_INFO: Final = "info"


def endpoint(
    analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> Endpoint | None:
    """Return how strawberry calls a resolver that runs on the event loop."""
    passed = vocabulary.passed(decorator, analysis.callees.imported)
    field = vocabulary.field_of(decorator, analysis.callees.imported)
    if field is None:
        return Endpoint(leave_request=passed) if passed else None
    rows = sources.given(analysis, function, field)
    given = dict(rows)
    for position, argument in enumerate(function.arguments):
        if argument.variable.name == _INFO and instances.is_any(argument.variable.type):
            info = context.info_of_view(analysis)
            given |= {position: info} if info is not None else {}
    written = field.given.get("graphql_type")
    annotation = (
        written_types.of(written, analysis.typeinfo, analysis.callees.assigned)
        if written is not None
        else _returned(function)
    )
    members = reading.shapes(annotation)

    def finish(analysis: Evaluator, value: Type | None, place: nodes.Expression) -> None:
        found = members[0] if len(members) == 1 else _member_of_union(analysis, members, value)
        if found is not None and analysis.is_heard:
            _read(analysis, found, value, place, function)

    return Endpoint(given=given, overrides=bool(rows), leave_request=passed, finish=finish)


def _returned(function: nodes.FuncDef) -> Type | None:
    if not isinstance(function.type, CallableType):
        return None
    returned = function.type.ret_type
    if function.is_async_generator:
        # A subscription: each value that it yields is read.
        generator = instances.first(returned)
        return generator.args[0] if generator is not None and generator.args else None
    if function.is_coroutine:
        coroutine = instances.first(returned)
        return coroutine.args[-1] if coroutine is not None and coroutine.args else None
    return returned


def _read(
    analysis: Evaluator,
    found: reading.Shape,
    value: Type | None,
    place: nodes.Expression,
    function: nodes.FuncDef,
) -> None:
    """Report the shortest way on which a client's query reads what is not loaded."""
    entries = [analysis.entry(item) for item in instances.instances(value)]
    are_querysets = bool(entries) and all(isinstance(entry, heap.QuerySet) for entry in entries)
    if found.is_list != (are_querysets or _is_list(value)):
        return
    if vocabulary.refuses_rows(found.type.type) and not _holds_records(analysis, value):
        return
    program = reading.program(
        analysis, found, is_asynchronous=are_querysets, are_rows=not _holds_records(analysis, value)
    )
    # What the resolvers below run whatever they get is said where they are written.
    alone = programs.run(analysis, program, {}, place)
    own = {finding.steps for finding in alone if not finding.is_unproven}
    findings = [
        finding
        for finding in programs.run(analysis, program, {reading.VALUE: value}, place)
        if finding.steps not in own
    ]
    elsewhere: list[Finding] = []
    for finding in findings:
        resolver = _line_of_resolver(analysis, finding)
        if resolver is None:
            elsewhere.append(finding)
        else:
            _report_resolver(analysis, finding, resolver, place, function)
    if elsewhere:
        _report(analysis, ways.nearest(elsewhere), place)


def _member_of_union(
    analysis: Analysis, members: Sequence[reading.Shape], value: Type | None
) -> reading.Shape | None:
    """Return the member that takes rows of a model: the only one that says that it does."""
    given = instances.instances(value)
    rows = [arg for item in given for arg in item.args] if any(item.args for item in given) else given
    models = {item.type for row in rows for item in instances.instances(row) if analysis.model_of(item.type)}
    taking = [
        member
        for member in members
        if member.type.type.get("is_type_of") is not None or sources.model_of(member.type.type) in models
    ]
    return taking[0] if len(models) == 1 and len(taking) == 1 else None


def _is_list(value: Type | None) -> bool:
    return any(item.type.has_base(names.ITERABLE) and bool(item.args) for item in instances.instances(value))


def _holds_records(analysis: Analysis, value: Type | None) -> bool:
    """Tell an object of the type itself, or a list of such, from rows."""
    found = instances.instances(value)
    inner = [
        arg for item in found if not isinstance(analysis.entry(item), heap.QuerySet) for arg in item.args
    ]
    return any(
        isinstance(item, Instance) and bool(vocabulary.library_of(item.type))
        for part in (value, *inner)
        for item in instances.instances(part)
    )


def _line_of_resolver(analysis: Evaluator, finding: Finding) -> nodes.Expression | None:
    """Return the line of a resolver of this module that raises: Django's traceback ends there."""
    step = finding.steps[1] if len(finding.steps) > 1 else None
    tree = analysis.callees.module(step.module) if step is not None else None
    if step is None or tree is None or not analysis.is_judged_in(step.module):
        return None
    name = (finding.path or "").rpartition("__")[2]
    found = steps.taken_at(tree, step)
    read = [node for node in found if isinstance(node, nodes.MemberExpr) and node.name == name]
    return next(iter((*read, *found)), None)


def _report_resolver(
    analysis: Analysis,
    finding: Finding,
    line: nodes.Expression,
    place: nodes.Expression,
    function: nodes.FuncDef,
) -> None:
    words = finding.steps[1].words
    what = words if '"' in words else f'"{words}"'
    name = function.fullname.removeprefix(f"{analysis.judged_module}.")
    found = diagnostics.given_returned(
        what, name, finding.path, finding.query, _way(analysis, finding.steps[1:])
    )
    found = replace(found, judged_line=place.line)
    analysis.report(found.as_unproven() if finding.is_unproven else found, line)


def _way(analysis: Analysis, steps: Sequence[Step]) -> tuple[TakenStep, ...]:
    """Return the steps, where one leads to another."""
    return tuple(map(analysis.callees.taken, steps)) if len(steps) > 1 else ()


def _report(analysis: Analysis, finding: Finding, place: nodes.Expression) -> None:
    what, reader = finding.steps[-1].words, finding.steps[0].module
    found = diagnostics.read_by(what, reader, finding.path, finding.query, _way(analysis, finding.steps))
    analysis.report(found.as_unproven() if finding.is_unproven else found, place)
