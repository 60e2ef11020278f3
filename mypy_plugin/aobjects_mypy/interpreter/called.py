"""Run the body of a called function at the call, as if it stood there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.analysis.callees import Question
from aobjects_mypy.analysis.evaluator import Ran
from aobjects_mypy.analysis.sinks import CallSite
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.state import State
from aobjects_mypy.interpreter import filling, known_calls, own_objects, parameters
from aobjects_mypy.interpreter.found_out import FoundOut
from aobjects_mypy.interpreter.known_calls import DEPTH, JUDGED_STEPS, MOST_STEPS, Came
from aobjects_mypy.rules import frameworks
from aobjects_mypy.syntax import definitions, expressions, subclasses, tasks
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Set

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.domain.effects import Step
    from aobjects_mypy.interpreter.inlining import Exit
    from aobjects_mypy.interpreter.interpreter import Interpreter

_TURNS: Final = 1
"""How often a body may run inside itself: below, a tree may well have come to its end."""


def run(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    values: Mapping[int, Type | None],
    place: nodes.Context,
    scope: heap.Scope | None = None,
) -> Ran | None:
    """Run the body with these arguments: what it does to objects, the call has done to them."""
    found_out = interpreter.found_out
    if found_out.awaited is not None and _is_same(found_out.awaited.function, function):
        found_out.awaited.places.add((place.line, place.column))
        found_out.awaited.values = dict(values)
        found_out.awaited.objects = dict(interpreter.state.heap)
        return Ran(None, [], is_over=False)
    turns = sum(caller.function is function for caller in interpreter.chain)
    is_judged = len(interpreter.chain) == 1
    has_cost = found_out.called_steps > (JUDGED_STEPS if is_judged else MOST_STEPS)
    is_too_far = len(interpreter.chain) > DEPTH or has_cost or turns > _TURNS
    if is_too_far or definitions.is_open(function):
        found_out.cuts += len(interpreter.chain) > DEPTH or turns > _TURNS
        return None
    module = scope.module if scope is not None else definitions.module_of(function)
    asked = frozenset(_asked_before(interpreter, function, place))

    def execute() -> Came | None:
        return _run_body(interpreter, function, values, place, module, scope, asked)

    came = known_calls.run(interpreter, function, values, place, scope, asked, execute)
    if came is None:
        return None
    _name_sites(interpreter, function, came.value, place)
    own_objects.take_up(interpreter)
    own: Mapping[Step, Finding] = {}
    if function.is_coroutine:
        owner = _judged_class(interpreter, function, values.get(0))
        own = _own_findings(interpreter, function, module, owner)
    found = dict(_unsaid(interpreter, came.findings, own))
    findings, before_first = list(found.values()), [found[step] for step in found if step in came.first]
    return Ran(came.value, findings, is_over=came.is_over, before_first=before_first, filled=came.filled)


def _run_body(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    values: Mapping[int, Type | None],
    place: nodes.Context,
    module: str,
    scope: heap.Scope | None,
    asked: Set[str],
) -> Came | None:
    body = interpreter.enter(function, module, place)
    body.asked |= asked
    body.state.heap = dict(interpreter.state.heap)
    if scope is not None:
        body.state.variables.update(scope.variables)
        body.state.callables.update(scope.callables)
    found_here = _execute(body, function, values)
    if body.gave_up:
        return None
    filled = filling.filled_arguments(function, values, body.state.variables)
    value = leave(body, body.yielded if function.is_generator or function.is_async_generator else None)
    interpreter.state.heap = body.state.heap
    first = frozenset(body.before_first if body.yielded else found_here)
    return Came(value, found_here, first, filled, is_over=not body.state.reachable)


def _asked_before(interpreter: Interpreter, function: nodes.FuncDef, place: nodes.Context) -> Iterator[str]:
    """Yield the parameters that are given what the caller has asked before: ``if deep:`` there, and here."""
    if not isinstance(place, nodes.CallExpr) or not interpreter.asked:
        return
    position = int(bool(function.info) and not function.is_static)
    for argument, kind, name in zip(place.args, place.arg_kinds, place.arg_names, strict=True):
        if expressions.condition(argument) in interpreter.asked:
            if kind == nodes.ARG_NAMED and name is not None:
                yield name
            elif kind == nodes.ARG_POS and position < len(function.arguments):
                yield function.arguments[position].variable.name
        position += kind == nodes.ARG_POS


def _is_same(one: nodes.FuncDef, other: nodes.FuncDef) -> bool:
    """Compare functions of which one may have been read again."""
    return one is other or (one.fullname, one.line) == (other.fullname, other.line)


def _name_sites(
    interpreter: Interpreter, function: nodes.FuncDef, value: Type | None, place: nodes.Context
) -> None:
    """Let a queryset that comes out of another module be known by the call: there it can load more."""
    heap_here = interpreter.state.heap
    is_value = isinstance(place, (nodes.CallExpr, nodes.MemberExpr)) and not function.name.startswith("__")
    given = [interpreter.address_of(item) for item in instances.instances(value if is_value else None)]
    for instance in instances.tagged_instances(value):
        address = interpreter.address_of(instance)
        entry = heap_here.get(address)
        if not isinstance(entry, heap.QuerySet) or entry.cache is not heap.Cache.COLD:
            continue
        query = entry.query
        is_of_another = query is not None and not query.is_here and query.module != interpreter.module
        if is_of_another or interpreter.is_built_elsewhere(query):
            # What is written there may be a list of several.
            site = interpreter.query_at(place, entry.model if address in given else "")
            state = entry.state.at_query(site) if entry.state.known else entry.state
            heap_here[address] = replace(entry, state=state, query=site)


def _execute(
    body: Interpreter,
    function: nodes.FuncDef,
    values: Mapping[int, Type | None],
    begin: Callable[[Evaluator, nodes.FuncDef, Type | None], None] | None = None,
) -> Mapping[Step, Finding]:
    """Run the body with these arguments, count its steps, and return what it does to the event loop.

    ``begin`` is what a framework runs before.
    """
    bind(body, function, values)
    if begin is not None:
        name = function.arguments[0].variable.name if function.arguments else ""
        begin(body, function, body.state.named(name))
    body.execute_body(function)
    body.found_out.called_steps += body.steps
    assert isinstance(body.sink, CallSite)
    return body.sink.findings


def run_now_or_later(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    values: Mapping[int, Type | None],
    place: nodes.Context,
    scope: heap.Scope | None = None,
) -> Ran | None:
    """Run the body, see ``run``; that of a coroutine which somebody else awaits later changes nothing now."""
    innermost = interpreter.frames[-1].function
    if not function.is_coroutine or not tasks.is_only_built(innermost, interpreter.stack, place):
        return run(interpreter, function, values, place, scope)
    before = interpreter.state.heap
    with interpreter.off_loop():
        ran = run(interpreter, function, values, place, scope)
    interpreter.state.heap = {**interpreter.state.heap, **before}
    return ran


def bind(body: Interpreter, function: nodes.FuncDef, values: Mapping[int, Type | None]) -> None:
    """Give the parameters what the call gives, their defaults, or what they are declared as."""
    for position, argument in enumerate(function.arguments):
        value = values.get(position)
        declared = argument.variable.type
        if value is None and argument.initializer is not None and position not in values:
            value = body.evaluate_quietly(argument.initializer)
        elif argument.kind.is_star() and value is None:
            value = gathered(body, declared, argument.kind)
        if value is None or isinstance(get_proper_type(value), AnyType):
            value = declared
        if position == 0 and function.info and not function.is_static:
            value = own_objects.myself(body, function, value)
        body.bind(argument.variable.name, value)


def gathered(body: Interpreter, value: Type | None, kind: nodes.ArgKind) -> Type | None:
    """Return what the body sees of ``*books`` and ``**books``."""
    if value is None:
        return None
    if kind == nodes.ARG_STAR:
        return body.instance_of(names.TUPLE, [value])
    return body.dict_of(value)


def leave(body: Interpreter, yielded: Sequence[Exit] | None = None) -> Type | None:
    """Join the states of all ways out, and return what either of them returns, or what is ``yielded``."""
    value: Type | None = None
    at_end = body.state
    exits = body.exits if yielded is None else yielded
    ways: list[tuple[Type | None, heap.Heap]] = [(way.value, way.objects) for way in exits]
    if at_end.reachable and not yielded:
        ways.append((NoneType(), dict(at_end.heap)))
    joined: State | None = None
    for way_value, objects in ways:
        state = State()
        state.heap = dict(objects)
        if joined is None:
            body.state = joined = state
        else:
            joins.merge(body, state)
        value = joins.either(body, value, way_value if way_value is not None else NoneType(), body.function)
    if yielded is not None and len(yielded) > 1:
        _pick_some(body, value)
    if joined is None:
        # It always raises.
        body.state.reachable = False
    return value


def _pick_some(body: Interpreter, value: Type | None) -> None:
    """One ``yield`` of several may never be reached: what only its rows lack is not proven."""
    for instance in instances.tagged_instances(value):
        name = body.address_of(instance)
        row = body.state.heap.get(name)
        if isinstance(row, heap.Row):
            body.state.heap[name] = replace(row, state=row.state.forgiven(()))


def _unsaid(
    interpreter: Interpreter, found: Mapping[Step, Finding], own: Mapping[Step, Finding]
) -> Iterator[tuple[Step, Finding]]:
    """Yield what is not reported where it is written, or is worse here.

    Who asks for proof is told of each call that raises, too: the other report may be one that nobody sees.
    """
    for step, finding in found.items():
        known = own.get(step)
        # What is said of the line may be about another object that is called there.
        is_said = known is not None and not known.is_unproven and known.steps == finding.steps
        if known is None or not (is_said or finding.is_unproven):
            yield step, finding
        elif interpreter.seeks_proof and not finding.is_unproven:
            yield step, replace(finding, is_unproven=True)


def _judged_class(
    interpreter: Interpreter, function: nodes.FuncDef, receiver: Type | None
) -> nodes.TypeInfo | None:
    """Return the class that the method is judged for where it is written: a subclass beside its own."""
    proper = get_proper_type(receiver) if receiver is not None else None
    info = proper.type if isinstance(proper, Instance) else None
    if info is None or not function.info or "@" in info.fullname:
        # A class inside a function: it is judged with what that knows of it.
        return None
    judged = [info] if info.module_name == function.info.module_name else list(models(interpreter, function))
    changing = subclasses.that_change(function, judged, interpreter.callees.body) if info in judged else []
    return info if info in changing else None


def models(interpreter: Interpreter, function: nodes.FuncDef) -> Iterator[nodes.TypeInfo]:
    """Yield the models of other modules that have a method from a class which is no model by itself."""
    of_class = bool(function.info) and not isinstance(function.info, nodes.FakeInfo)
    for name in interpreter.schema.made_of(function.info.fullname) if of_class else ():
        info = interpreter.typeinfo(name)
        if info is not None and info.module_name != function.info.module_name:
            yield info


def _own_findings(
    interpreter: Interpreter, function: nodes.FuncDef, module: str, owner: nodes.TypeInfo | None
) -> Mapping[Step, Finding]:
    """Return what a coroutine function runs whatever it is given: that is reported where it is written."""

    def find() -> Mapping[Step, Finding]:
        body = alone(interpreter, function, module)
        given: dict[int, Type | None] = dict(parameters.given_by_django(body, function, None))
        endpoint = frameworks.endpoint(body, function, None)
        begin = endpoint.begin if endpoint is not None else None
        if endpoint is not None and not endpoint.overrides:
            given |= endpoint.given
        if owner is not None:
            given[0] = own_objects.myself(body, function, None, owner)
        return _execute(body, function, given, begin)

    key = (module, function.fullname, function.line, owner)
    nothing: Mapping[Step, Finding] = {}
    return interpreter.callees.once(key, find, nothing, Question.COROUTINE)


def on_its_own(
    interpreter: Interpreter, function: nodes.FuncDef, values: Mapping[int, Type | None]
) -> list[Finding]:
    """Return what a body runs that is given these objects, and nothing else of which anything is known."""
    body = alone(interpreter, function, definitions.module_of(function))
    body.state.heap = dict(interpreter.state.heap)
    return list(_execute(body, function, values).values())


def on_objects_of(interpreter: Interpreter, function: nodes.FuncDef, info: nodes.TypeInfo) -> list[Finding]:
    """Return what a coroutine function does on an object of a class that its own module does not know."""
    module = definitions.module_of(function)
    body = alone(interpreter, function, module)
    found = _execute(body, function, {0: own_objects.myself(body, function, None, info)})
    return [finding for _, finding in _unsaid(body, found, _own_findings(body, function, module, None))]


def alone(interpreter: Interpreter, function: nodes.FuncDef, module: str, steps: int = 0) -> Interpreter:
    """Return an interpreter for a body that does not know who calls it, and has done so many steps."""
    body = interpreter.enter(function, module, function)
    body.stand_apart("")
    body.chain[:] = [body]
    body.found_out = FoundOut(called_steps=steps)
    body.watched = []
    body.judged_module = module
    return body


def apart(interpreter: Interpreter, function: nodes.FuncDef, site: str, module: str = "") -> Interpreter:
    """Return an interpreter for a body that nobody calls, with no objects but its own."""
    body = interpreter.enter(function, module or definitions.module_of(function), function)
    body.stand_apart(site)
    # Whoever asks may be running the very methods that are asked.
    body.chain[:] = [interpreter.chain[0], body]
    return body
