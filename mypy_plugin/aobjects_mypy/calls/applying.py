"""Through the call: a function that runs a query is an error where async code calls it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.nodes import ARG_POS, ArgKind, Decorator
from mypy.types import Instance, TupleType

from aobjects_mypy import names
from aobjects_mypy.analysis import texts
from aobjects_mypy.analysis.sinks import CallSite
from aobjects_mypy.calls import gathering, memos, summarized, ways, wrapping
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.domain.effects import Runs
from aobjects_mypy.orm import evaluation, row_types
from aobjects_mypy.syntax import definitions, expressions, signatures, wrappers
from aobjects_mypy.syntax.call import Argument
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator, Ran
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.syntax.call import Call


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gives back, as far as that is known."""

    value: Type | None = None
    is_exact: bool = False
    """The body was run at the call: what it did to its arguments is done."""


def call(
    analysis: Evaluator,
    node: nodes.Node | None,
    call: Call | None,
    receiver: Instance | None,
    place: nodes.Expression,
    shown: str,
    *,
    virtual: str | None = None,
) -> Type | None:
    """Apply the call, see ``outcome``, and return what is known of the result."""
    return outcome(analysis, node, call, receiver, place, shown, virtual=virtual).value


def outcome(
    analysis: Evaluator,
    node: nodes.Node | None,
    call: Call | None,
    receiver: Instance | None,
    place: nodes.Expression,
    shown: str,
    *,
    virtual: str | None = None,
    owner: Type | None = None,
) -> Outcome:
    """Report the call when the function's body runs a query, or runs one for what an argument lacks.

    The body is run where it is at hand, otherwise its summary tells.  ``virtual`` is how the choice of the
    function is written down where a body calls it on its own ``self``; otherwise it is the function's name.
    ``owner`` is the class that a class method is called on.
    """
    node = analysis.callees.definition(node)
    function = definitions.function_of(node)
    if function is None:
        return Outcome()
    with memos.asked(analysis, node, call):
        body = _body(analysis, node, function) if not analysis.sink.is_summary else None
        if body is not None:
            given = values(analysis, function, call, receiver, owner, gathers=True)
            if body.is_generator or body.is_async_generator:
                result = call.result if call is not None else analysis.type_of(place)
                return Outcome(analysis.make_generator(body, given, result, place, shown), is_exact=True)
            ran = analysis.run_called(body, given, place)
            if ran is not None:
                _fill(analysis, body, ran, call, receiver)
                return _ran(analysis, body, ran, call, place, shown)
        elif call is not None and not analysis.sink.is_summary:
            is_known, value = analysis.call_decorated(node, _with_receiver(function, call, receiver, place))
            if is_known:
                return Outcome(value, is_exact=True)
        given = values(analysis, function, call, receiver, owner)
        return Outcome(
            summarized.apply(analysis, node, function, given, call, receiver, place, shown, virtual)
        )


def _body(analysis: Analysis, node: nodes.Node | None, function: nodes.FuncDef) -> nodes.FuncDef | None:
    """Return the function whose body a call runs, or the ``with`` statement that enters what it returns."""
    if isinstance(node, Decorator) and wrappers.is_context_manager(node):
        return analysis.callees.body(function)
    return analysis.callees.body(node)


def _with_receiver(
    function: nodes.FuncDef, call: Call, receiver: Instance | None, place: nodes.Expression
) -> Call:
    """Return the call in which the object that a method is called on is the first argument."""
    if receiver is None or function.is_static:
        return call
    return replace(call, arguments=(Argument(place, ARG_POS, None, receiver), *call.arguments))


def outcome_of_nested(
    analysis: Evaluator, function: nodes.FuncItem, scope: heap.Scope, call: Call, shown: str
) -> Outcome:
    """Call a function that was nested in one that is over: it still sees the names that were around it."""
    if analysis.sink.is_summary:
        return Outcome()
    inner = definitions.as_function(function)
    given = values(analysis, inner, call, None, gathers=True)
    ran = analysis.run_called(inner, given, call.node, scope)
    return _ran(analysis, inner, ran, call, call.node, shown) if ran is not None else Outcome()


def _ran(
    analysis: Analysis,
    function: nodes.FuncDef,
    ran: Ran,
    call: Call | None,
    place: nodes.Expression,
    shown: str,
) -> Outcome:
    """Do to the caller what the body did."""
    report_findings(analysis, ran.findings, place, shown, is_async=function.is_coroutine)
    if ran.is_over:
        analysis.state.reachable = False
    result = call.result if call is not None else analysis.type_of(place)
    if function.is_coroutine:
        return Outcome(awaitable(analysis, result, ran.value), is_exact=True)
    known = texts.kept(result, ran.value) or evaluation.overlaid(result, ran.value)
    return Outcome(known, is_exact=True)


def _fill(
    analysis: Analysis, function: nodes.FuncDef, ran: Ran, call: Call | None, receiver: Instance | None
) -> None:
    """Let the names of containers stand for what they hold now: ``collect(books, into=found)``."""
    if call is None or not ran.filled:
        return
    bound = (receiver is not None and not function.is_static) or function.is_class
    arguments = call.unpacked
    for position, actuals in enumerate(signatures.formals(function, arguments, bound=bound)):
        filled = ran.filled.get(position + bound)
        path = expressions.access_path(arguments[actuals[0]].expr) if len(actuals) == 1 else None
        is_held = path is not None and (path in analysis.state.variables or access_paths.is_name(path))
        if filled is not None and path is not None and is_held:
            analysis.state.keep(path, filled)
            # How many there are now, nobody has counted.
            analysis.state.variables.pop(access_paths.length(path), None)


def awaitable(analysis: Analysis, result: Type | None, value: Type | None) -> Type | None:
    """Return the coroutine whose awaiting gives ``value``."""
    coroutine = instances.first(result)
    if coroutine is not None and coroutine.args:
        inner = evaluation.overlaid(coroutine.args[-1], value) or coroutine.args[-1]
        return coroutine.copy_modified(args=[*coroutine.args[:-1], inner])
    if value is None:
        return result
    return row_types.coroutine(analysis, value) or result


def report_findings(
    analysis: Analysis,
    findings: Sequence[Finding],
    place: nodes.Expression,
    shown: str,
    *,
    is_async: bool = False,
    runs: Runs = Runs.CALLED,
) -> None:
    """Report the nearest way to a query.

    No thread runs an async function: that is what ``is_async`` says of the one that is called.  Where a
    thread runs the body, its findings are what it has given back to the loop.
    """
    if not findings or analysis.is_quiet or not analysis.state.reachable:
        return
    chosen = ways.nearest(findings)
    if analysis.is_guess:
        chosen = replace(chosen, is_unproven=True)
    if isinstance(analysis.sink, CallSite):
        analysis.sink.add(replace(chosen, steps=(analysis.step(shown, place), *chosen.steps)))
        return
    helps = not is_async and analysis.is_on_loop
    use = wrapping.in_thread(shown, expressions.source(place), runs) if helps else ""
    with analysis.thread(begins=False):
        analysis.report(ways.told(analysis, chosen, shown, use), place)


def kept(
    analysis: Analysis, node: nodes.Node | None, call: Call, receiver: Instance | None
) -> list[Type | None]:
    """Return the arguments whose rows a coroutine function leaves as they were."""
    node = analysis.callees.definition(node)
    function = definitions.function_of(node)
    known = analysis.callees.of(node) if function is not None else None
    if (
        function is None
        or known is None
        or not known.keeps
        or summarized.is_overridden(function, known, receiver)
    ):
        return []
    given = values(analysis, function, call, receiver)
    return [given.get(parameter) for parameter in known.keeps]


def set_property(
    analysis: Evaluator,
    node: nodes.Node | None,
    receiver: Instance,
    place: nodes.MemberExpr,
    value: Type | None,
) -> None:
    """Look through the setter that an assignment calls."""
    setter = definitions.setter_of(node)
    body = analysis.callees.body(setter) if not analysis.sink.is_summary else None
    ran = analysis.run_called(body, {0: receiver, 1: value}, place) if body is not None else None
    if ran is not None:
        report_findings(analysis, ran.findings, place, place.name)
        return
    known = analysis.callees.of(setter, accessor=".setter")
    if known is not None:
        summarized.judge(analysis, known, {0: receiver, 1: value}, place, place.name, known.runs)


def values(
    analysis: Analysis,
    function: nodes.FuncDef,
    call: Call | None,
    receiver: Instance | None,
    owner: Type | None = None,
    *,
    gathers: bool = False,
) -> dict[int, Type | None]:
    """Return what each parameter that gets an argument gets, by its position.

    Of ``*books`` it is any of them, or all of them in a tuple where the body ``gathers`` them.
    """
    return dict(_values(analysis, function, call, receiver, owner, gathers=gathers))


def _values(
    analysis: Analysis,
    function: nodes.FuncDef,
    call: Call | None,
    receiver: Instance | None,
    owner: Type | None,
    *,
    gathers: bool,
) -> Iterator[tuple[int, Type | None]]:
    bound = (receiver is not None and not function.is_static) or function.is_class
    if bound:
        yield 0, receiver if receiver is not None else owner
    if call is None:
        return
    arguments = call.unpacked
    for position, actuals in enumerate(signatures.formals(function, arguments, bound=bound)):
        kind = function.arg_kinds[position + bound]
        if gathers and kind.is_star():
            members = [replace(arguments[actual], value=_given(arguments[actual])) for actual in actuals]
            is_whole = gathering.names_all(analysis, call.node)
            role = f"=keywords {function.fullname}"
            yield (
                position + bound,
                gathering.gathered(analysis, members, kind, call.node, role, is_whole=is_whole),
            )
            continue
        given = [value for actual in actuals if (value := _given(arguments[actual])) is not None]
        if given:
            yield position + bound, given[0] if len(given) == 1 else instances.union(given)


def _given(argument: Argument) -> Type | None:
    """Return what a parameter gets: of ``*books``, one of them."""
    members = instances.items(argument.value)
    if argument.kind is not ArgKind.ARG_STAR or len(members) != 1:
        return argument.value
    member = members[0]
    if isinstance(member, TupleType):
        return instances.union(member.items) if member.items else None
    if isinstance(member, Instance) and member.args and not member.type.has_base(names.QUERYSET):
        return member.args[-1]
    return argument.value
