"""What a call does by the summary of the function, whose body is not run there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.types import AnyType, TypeOfAny

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.sinks import Reporter
from aobjects_mypy.calls import preconditions, returned, wrapping
from aobjects_mypy.domain import effects, heap
from aobjects_mypy.domain.effects import Runs
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.orm import relations
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, inheritance, instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.effects import Step, Summary
    from aobjects_mypy.domain.query_site import QuerySite
    from aobjects_mypy.syntax.call import Call


def apply(
    analysis: Analysis,
    node: nodes.Node | None,
    function: nodes.FuncDef,
    values: dict[int, Type | None],
    call: Call | None,
    receiver: Instance | None,
    place: nodes.Expression,
    shown: str,
    virtual: str | None,
) -> Type | None:
    """Report what the summary says, and return what is known of the result."""
    known = analysis.callees.of(node)
    if known is None or known.is_empty or is_overridden(function, known, receiver):
        return None
    if known.runs is not Runs.CALLED:
        return _defer(analysis, known, values, call, place, shown)
    judge(analysis, known, values, place, shown, known.runs)
    if _is_own_method(analysis, function, values):
        analysis.sink.add_virtual((virtual or function.name, *known.virtual))
    result = call.result if call is not None else analysis.type_of(place)
    return returned.take_up(analysis, known.returned, values, result, place)


def _defer(
    analysis: Analysis,
    known: Summary,
    values: dict[int, Type | None],
    call: Call | None,
    place: nodes.Expression,
    shown: str,
) -> Type | None:
    """Return the generator or context manager, which remembers what it will run."""
    entry = heap.Suspended(known, values, shown)
    made = instances.first(call.result if call is not None else None) or analysis.instance_of(
        names.ITERATOR, [AnyType(TypeOfAny.special_form)]
    )
    return (
        addresses.with_address(made, analysis.allocate(place, entry, role="=made"))
        if made is not None
        else None
    )


def consume(
    analysis: Analysis, value: Type | None, place: nodes.Expression, runs: Runs, *, whole: bool = True
) -> None:
    """Run the body of a generator that is iterated, or of a context manager that is entered."""
    for instance in instances.instances(value):
        entry = analysis.entry(instance)
        if isinstance(entry, heap.Suspended) and entry.known.runs is runs:
            known = entry.known if whole else entry.known.before_first or entry.known
            judge(analysis, known, entry.arguments, place, entry.name, runs)
            known = replace(entry.known, query=None, preconditions=())
            analysis.put(instance, replace(entry, known=known))


def judge(
    analysis: Analysis,
    known: Summary,
    values: Mapping[int, Type | None],
    place: nodes.Expression,
    shown: str,
    runs: Runs,
) -> None:
    """Report what the body runs with these arguments, or add it to the summary of the caller."""
    if analysis.is_on_loop and isinstance(analysis.sink, Reporter):
        _report(analysis, known, values, place, shown, runs)
    else:
        if analysis.is_on_loop:
            _pass_on(analysis, known, values, place, shown)
        _note_reads(analysis, known, values)
    for parameter in known.changes:
        relations.touched(analysis, values.get(parameter))


def _note_reads(analysis: Analysis, known: Summary, values: Mapping[int, Type | None]) -> None:
    """Record that what the rows lacked was read: it stays on them."""
    for need in known.preconditions:
        value = values.get(need.parameter)
        if preconditions.lacks(analysis, need, value)[0]:
            relations.touched(analysis, value)


def _report(
    analysis: Analysis,
    known: Summary,
    values: Mapping[int, Type | None],
    place: nodes.Expression,
    shown: str,
    runs: Runs,
) -> None:
    found: list[tuple[tuple[Step, ...], str | None, QuerySite | None]] = []
    if known.query is not None:
        found.append((known.query, None, None))
    for need in known.preconditions:
        missing, query = preconditions.lacks(analysis, need, values.get(need.parameter))
        if missing:
            found.append((need.steps, need.condition.path, query))
    if found:
        steps, path, query = min(found, key=lambda way: len(way[0]))
        taken = tuple(map(analysis.callees.taken, steps))
        use = wrapping.in_thread(shown, expressions.source(place), runs)
        analysis.report(diagnostics.query_through_call(shown, taken, path, query, use), place)


def _pass_on(
    analysis: Analysis,
    known: Summary,
    values: Mapping[int, Type | None],
    place: nodes.Expression,
    shown: str,
) -> None:
    """Add to the summary of the calling function what the called one runs."""
    step = analysis.step(shown, place)
    if known.query is not None:
        analysis.record_query((step, *known.query))
    for need in known.preconditions:
        value = values.get(need.parameter)
        is_about_rows = need.condition == effects.UNEVALUATED
        for name, status in preconditions.statuses(analysis, need, value):
            entry = analysis.state.heap.get(name)
            if status is Status.MISSING:
                analysis.record_query((step, *need.steps))
            elif isinstance(entry, (heap.Row, heap.Anything)) and entry.origin is not None:
                if status is Status.UNPROVEN:
                    condition = need.condition.of_owner(entry.path)
                    by_name = need.by_name or (isinstance(entry, heap.Anything) and bool(entry.path))
                    analysis.record_precondition(
                        entry.origin, condition, (step, *need.steps), by_name=by_name
                    )
            elif isinstance(entry, heap.QuerySet) and entry.origin is not None and is_about_rows:
                analysis.record_precondition(entry.origin, need.condition, (step, *need.steps))


def is_overridden(function: nodes.FuncDef, known: Summary, receiver: Instance | None) -> bool:
    """Tell a receiver whose class has methods of its own in place of those that the body calls."""
    if receiver is None or not function.info or receiver.type is function.info:
        return False
    return any(inheritance.leads_elsewhere(called, receiver.type, function.info) for called in known.virtual)


def _is_own_method(analysis: Analysis, function: nodes.FuncDef, values: Mapping[int, Type | None]) -> bool:
    """Tell a method that a body which is being summarized calls on its own ``self``."""
    receiver = instances.first(values.get(0))
    return (
        analysis.sink.is_summary
        and bool(function.info)
        and receiver is not None
        and receiver.type is analysis.own_class
    )
