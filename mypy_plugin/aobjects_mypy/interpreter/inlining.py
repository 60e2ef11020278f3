"""Run the nested functions and lambdas of a function where it calls them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.nodes import ARG_NAMED_OPT, ARG_OPT, ARG_POS

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.calls import applying, gathering
from aobjects_mypy.domain import access_paths
from aobjects_mypy.interpreter import filling, functions, generators, reading
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy.types import Type

    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.effects import Effects
    from aobjects_mypy.domain.state import State
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.interpreter.loops import Settled
    from aobjects_mypy.syntax.call import Call

_DEPTH: Final = 6
_LOOKS: Final = 4
"""How many states of what is around it a local coroutine is judged in; a loop has one a turn."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A ``return`` or ``yield``: its value, what has run on the way to it, and the function handed out."""

    value: Type | None
    effects: Effects
    target: nodes.Node | None = None
    objects: heap.Heap = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inlined:
    """What a local function did when it was run last: a call in the same state does the same."""

    entry: State
    conditions: list[str]
    asked: set[str]
    end: State
    value: Type | None
    yielded: list[Type]

    def covers(self, interpreter: Interpreter) -> bool:
        entry, now = self.entry, interpreter.state
        return (
            entry.variables == now.variables
            and entry.callables == now.callables
            and entry.effects == now.effects
            and self.conditions == interpreter.conditions
            and self.asked == interpreter.asked
            and all(now.heap.get(name) == value for name, value in entry.heap.items())
        )

    def makes_objects(self) -> bool:
        """Tell whether it leaves objects of its own behind, which are others for each call."""
        paths = (value for name, value in self.end.variables.items() if not access_paths.is_name(name))
        values = (value for value in (self.value, *self.yielded, *paths) if value is not None)
        return any(
            addresses.address_of(instance) not in self.entry.heap
            for value in values
            for instance in instances.tagged_instances(value)
        )


@dataclass(slots=True)
class Frame:
    """A function that runs: the one that is interpreted, or one of its own that it calls."""

    function: nodes.FuncItem
    exits: list[Exit] = field(default_factory=list)
    """The ways out of it that were found so far."""
    yielded: list[Type] = field(default_factory=list)
    loops: dict[tuple[nodes.Statement, bool], Settled] = field(default_factory=dict)
    """What its loops came to, when they were run the last time."""


def inline(interpreter: Interpreter, function: nodes.FuncItem, call: Call) -> Type | None:
    """Run a nested function or lambda where it is called, with its arguments bound."""
    if (
        any(frame.function is function for frame in interpreter.frames)
        or len(interpreter.frames) > _DEPTH
        or interpreter.gave_up
    ):
        return call.result
    call = replace(call, arguments=call.unpacked)
    values = [argument.value for argument in call.positional]
    values += [None] * (len(function.arguments) - len(values))
    if isinstance(function, nodes.FuncDef) and function.is_generator and not interpreter.sink.is_summary:
        values_given = applying.values(interpreter, function, call, None, gathers=True)
        scope = functions.scope_of(interpreter, function)
        return generators.make(
            interpreter, function, values_given, call.result, call.node, function.name, scope
        )
    if isinstance(function, nodes.FuncDef) and (function.is_generator or function.is_async_generator):
        return _inline_generator(interpreter, function, values, call)
    if isinstance(function, nodes.FuncDef) and function.is_coroutine:
        return _inline_coroutine(interpreter, function, values, call)
    return run_function(interpreter, function, values, call)


def _inline_coroutine(
    interpreter: Interpreter, function: nodes.FuncDef, values: list[Type | None], call: Call
) -> Type | None:
    """Run a local coroutine where it is called, as if it were awaited there."""
    value = run_function(interpreter, function, values, replace(call, result=None))
    return applying.awaitable(interpreter, call.result, value) if value is not None else call.result


def _inline_generator(
    interpreter: Interpreter, function: nodes.FuncDef, values: list[Type | None], call: Call
) -> Type | None:
    """Find out what a local generator yields; its body runs elsewhere, when it is consumed."""
    frame = Frame(function)
    with interpreter.off_loop():
        _run_frame(interpreter, frame, values, call)
    yielded: Type | None = None
    for value in frame.yielded:
        yielded = joins.join(interpreter, yielded, value, function)
    generator = instances.first(call.result)
    if generator is None or not generator.args or yielded is None:
        return call.result
    item = instances.overlay(generator.args[0], yielded) or generator.args[0]
    return generator.copy_modified(args=[item, *generator.args[1:]])


def run_function(
    interpreter: Interpreter, function: nodes.FuncItem, values: Iterable[Type | None], call: Call
) -> Type | None:
    value = _run_frame(interpreter, Frame(function), values, call)
    return instances.overlay(call.result, value) if value is not None else call.result


def _run_frame(
    interpreter: Interpreter, frame: Frame, values: Iterable[Type | None], call: Call
) -> Type | None:
    function = frame.function
    outer, callables = dict(interpreter.state.variables), dict(interpreter.state.callables)
    given = call.keywords
    for parameter, value in zip(function.arguments, values, strict=False):
        name = parameter.variable.name
        path = access_paths.name(name)
        if parameter.kind.is_star():
            shaped = _rest(interpreter, function, parameter.kind, call)
        elif parameter.kind not in (ARG_POS, ARG_OPT, ARG_NAMED_OPT) and name not in given:
            continue
        else:
            bound = given[name].value if name in given else value
            declared = parameter.variable.type
            shaped = instances.overlay(declared, bound) if declared is not None else bound
        if shaped is None:
            interpreter.state.variables.pop(path, None)
        else:
            interpreter.state.variables[path] = shaped
    value = _run_frame_once(interpreter, frame, call)
    _leave_scope(interpreter, function, outer)
    interpreter.state.callables = callables
    return value


def _rest(interpreter: Interpreter, function: nodes.FuncItem, kind: nodes.ArgKind, call: Call) -> Type | None:
    """Return what ``*args`` or ``**kwargs`` of a nested function gets."""
    taken = sum(parameter.kind in (ARG_POS, ARG_OPT) for parameter in function.arguments)
    if kind == nodes.ARG_STAR:
        given = [argument for argument in call.arguments if argument.kind in (ARG_POS, nodes.ARG_STAR)]
        return gathering.gathered(interpreter, given[taken:], kind, call.node, "=rest")
    known = {parameter.variable.name for parameter in function.arguments}
    given = [argument for name, argument in call.keywords.items() if name not in known]
    return gathering.gathered(interpreter, given, kind, call.node, "=rest")


def _run_frame_once(interpreter: Interpreter, frame: Frame, call: Call) -> Type | None:
    """Run a body, or do what it did when it was run in this very state: calls of calls would multiply."""
    key = (frame.function, interpreter.is_on_loop)
    known = interpreter.inlined.get(key)
    if known is not None and known.covers(interpreter):
        changed = {name: entry for name, entry in known.end.heap.items() if name in known.entry.heap}
        interpreter.state.heap.update(changed)
        interpreter.state.variables = dict(known.end.variables)
        interpreter.state.share_paths(known.end)
        interpreter.state.effects = known.end.effects
        frame.yielded += known.yielded
        return known.value
    entry, conditions, asked = interpreter.state.fork(), list(interpreter.conditions), set(interpreter.asked)
    interpreter.frames.append(frame)
    with interpreter.site(f"/{call.node.line}:{call.node.column}"):
        value = _run_body(interpreter, frame.function)
    interpreter.frames.pop()
    ended = Inlined(entry, conditions, asked, interpreter.state.fork(), value, list(frame.yielded))
    if not ended.makes_objects():
        interpreter.inlined[key] = ended
    return value


def is_judged(interpreter: Interpreter, function: nodes.FuncDef) -> bool:
    """Tell whether a local coroutine was judged in this very state, or often enough: see ``loops.TURNS``."""
    now = interpreter.state
    seen = interpreter.judged.setdefault(function, [])
    if (
        interpreter.gave_up
        or len(seen) >= _LOOKS
        or any(known.variables == now.variables and known.heap == now.heap for known in seen)
    ):
        return True
    seen.append(now.fork())
    return False


def _run_body(interpreter: Interpreter, function: nodes.FuncItem) -> Type | None:
    if isinstance(function, nodes.LambdaExpr):
        return interpreter.evaluate(function.expr())
    was_reachable = interpreter.state.reachable
    interpreter.execute_body(function)
    interpreter.state.effects = interpreter.effects_of_exits()
    interpreter.state.reachable = was_reachable
    value: Type | None = None
    for way_out in interpreter.exits:
        if way_out.value is not None:
            value = joins.either(interpreter, value, way_out.value, function)
    return value


def _leave_scope(
    interpreter: Interpreter, function: nodes.FuncItem, outer: Mapping[AccessPath, Type]
) -> None:
    """Forget the function's own names; what it did to objects, and to names of others, stays."""
    inner = interpreter.state.variables
    shared = _nonlocal_names(function) | filling.filled_names(function, outer, inner)
    interpreter.state.variables = {
        name: value for name, value in inner.items() if name in shared or not access_paths.is_name(name)
    }
    for name, value in outer.items():
        if name not in shared and access_paths.is_name(name):
            interpreter.state.variables[name] = value


def _nonlocal_names(function: nodes.FuncItem) -> set[str]:
    return {
        name
        for statement in function.body.body
        if isinstance(statement, (nodes.NonlocalDecl, nodes.GlobalDecl))
        for name in statement.names
    }


def or_object(interpreter: Interpreter, value: Type | None, expr: nodes.Expression | None) -> Type | None:
    """Return any object where nothing is known of what a body returns: it need not be ``None``."""
    is_unknown = value is None and expr is not None and not interpreter.sink.is_summary
    return interpreter.instance_of(names.OBJECT) if is_unknown else value


def yield_value(interpreter: Interpreter, expr: nodes.YieldExpr) -> Type | None:
    value = interpreter.evaluate(expr.expr) if expr.expr is not None else None
    if value is not None:
        interpreter.frames[-1].yielded.append(value)
    if interpreter.finish is not None and expr.expr is not None and not interpreter.is_inlining:
        interpreter.finish(interpreter, value, expr.expr)
    interpreter.hand_over(value, expr.expr)
    return interpreter.type_of(expr)


def yield_from(interpreter: Interpreter, expr: nodes.YieldFromExpr) -> Type | None:
    value = interpreter.evaluate(expr.expr)
    started = interpreter.state.fork()
    item = reading.iterate(interpreter, value, expr.expr, diagnostics.YIELD_FROM, whole=False)
    if item is not None:
        interpreter.frames[-1].yielded.append(item)
    interpreter.hand_over(item, expr.expr)
    interpreter.state = started
    reading.iterate(interpreter, value, expr.expr, diagnostics.YIELD_FROM)
    return interpreter.type_of(expr)
