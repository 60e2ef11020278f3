"""A call that is like an earlier one does what that did: its body is not run again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy.analysis import reachability
from aobjects_mypy.analysis.renaming import BoundError, Shape, check_movable, moved_entry, moved_type
from aobjects_mypy.analysis.watching import Run
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import implementations
from aobjects_mypy.orm import relations
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.effects import Step
    from aobjects_mypy.domain.heap import Entry, Heap
    from aobjects_mypy.interpreter.interpreter import Interpreter

DEPTH: Final = 12
"""How many calls deep bodies are run; beyond, summaries tell what a call does."""
MOST_STEPS: Final = 1_000
"""How many steps the bodies that a called body calls may cost together; then summaries take over.

Each call has as many, whoever calls: so it does the same wherever it stands.
"""
JUDGED_STEPS: Final = 2_000
"""How many those may cost that a function calls which is judged itself: what it runs is said there."""


@dataclass(frozen=True, slots=True)
class Came:
    """What the body of a called function came to."""

    value: Type | None
    findings: Mapping[Step, Finding]
    first: Collection[Step]
    """What runs before the first ``yield``."""
    filled: Mapping[int, Type]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A call that was run: what it found, and what it did to the objects that it was given."""

    came: Came | None
    run: Run
    is_bound: bool
    """It did so for this caller; nobody knows of another one."""
    judged: str = ""
    """The module that was judged."""
    home: str = ""
    """The module whose reports were asked for."""
    condition: bool = False
    """It stood behind a condition that was asked before."""
    depth: int = 0
    """How many calls it went deeper."""
    steps: int = 0
    site: str = ""
    order: Sequence[Address] = ()
    """The addresses of what it was given."""
    objects: Heap | None = None
    """What it changed or made, as far as its caller can see it."""
    gone: Collection[Address] = ()


def run(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    values: Mapping[int, Type | None],
    place: nodes.Context,
    scope: heap.Scope | None,
    asked: frozenset[str],
    execute: Callable[[], Came | None],
) -> Came | None:
    """Run the body, or do what it did when it was given the same."""
    found_out, judged = interpreter.found_out, interpreter.chain[0]
    _note(interpreter, function)
    if found_out.awaited or found_out.sought or found_out.looking or judged.sink.is_summary:
        return execute()
    before = interpreter.state.heap
    shape = Shape(before)
    try:
        around = () if scope is None else (scope.module, *scope.callables.items())
        named = () if scope is None else tuple(scope.variables.items())
        key = (
            function, around, shape.of(values, named),
            asked, interpreter.is_quiet, interpreter.is_on_loop,
        )  # fmt: skip
    except BoundError:
        return execute()
    site = interpreter.site_of(place)
    # What is made here on another turn of a loop has the same addresses.
    is_clear = not any(address_parts.is_of_site(address, site) for address in shape.order)
    known, is_again = interpreter.callees.call(
        key,
        lambda: _watch(interpreter, shape.order, site, execute),
        lambda known: is_clear and _holds(interpreter, known),
        lambda known: is_clear and not known.is_bound,
    )
    if is_again:
        found_out.called_steps += known.steps
        _tell(interpreter, known.run, len(interpreter.chain) + known.depth)
    if known.is_bound or known.came is None:
        return known.came
    interpreter.state.heap = dict(before)
    return _do(interpreter, known, known.came, shape.order, site)


def _note(interpreter: Interpreter, function: nodes.FuncDef) -> None:
    for watched in interpreter.watched[-1:]:
        watched.functions.add((function.fullname, function.line))
        watched.deepest = max(watched.deepest, len(interpreter.chain))


def _tell(interpreter: Interpreter, run: Run, deepest: int) -> None:
    """Let the call around this one know what counted."""
    for watched in interpreter.watched[-1:]:
        watched.add(run)
        watched.deepest = max(watched.deepest, deepest)


def _callers(interpreter: Interpreter) -> set[tuple[str, int]]:
    return {(caller.function.fullname, caller.function.line) for caller in interpreter.chain}


def _holds(interpreter: Interpreter, known: Known) -> bool:
    """Tell whether the call would be run as it was then."""
    objects = interpreter.state.heap
    return (
        len(interpreter.chain) + known.depth <= DEPTH
        and known.run.functions.isdisjoint(_callers(interpreter))
        and _has_same_judged(interpreter, known)
        and all(objects.get(address, entry) == entry for address, entry in known.run.taken.items())
        and not (known.run.writes_columns and any(map(_is_compared, objects.values())))
    )


def _has_same_judged(interpreter: Interpreter, known: Known) -> bool:
    """Tell whether what the body asked about the function that is judged has the same answers here."""
    run, home = known.run, interpreter.judged_module
    return (
        (home == known.home or run.homes.isdisjoint((home, known.home)))
        and (not run.asks_judged or interpreter.chain[0].module == known.judged)
        and (not run.asks_condition or interpreter.stands_under_known_condition == known.condition)
        and all(implementations.of(interpreter, info) == found for info, found in run.implementations.items())
    )


def _is_compared(entry: Entry) -> bool:
    return isinstance(entry, heap.Row) and any(value.compared for value in entry.state.values.values())


def _watch(
    interpreter: Interpreter, order: Sequence[Address], site: str, execute: Callable[[], Came | None]
) -> Known:
    """Run the body and find out what it did, and what counted."""
    found_out, depth = interpreter.found_out, len(interpreter.chain)
    before, steps, cuts = interpreter.state.heap, found_out.called_steps, found_out.cuts
    watched = Run(before, deepest=depth)
    found_out.called_steps = 0
    interpreter.watched.append(watched)
    try:
        came = execute()
    finally:
        interpreter.watched.pop()
        cost, found_out.called_steps = found_out.called_steps, steps + found_out.called_steps
    _tell(interpreter, watched, watched.deepest)
    if (
        came is None
        or watched.asks_caller
        or found_out.cuts != cuts
        or not watched.functions.isdisjoint(_callers(interpreter))
    ):
        return Known(came, watched, is_bound=True)
    now = interpreter.state.heap
    if watched.writes_columns and any(map(_is_compared, before.values())):
        return Known(came, watched, is_bound=True)
    try:
        objects = _left(came, watched, before, now, order, site)
    except BoundError:
        return Known(came, watched, is_bound=True)
    watched.forget_objects()
    return Known(
        came,
        watched,
        is_bound=False,
        judged=interpreter.chain[0].module,
        home=interpreter.judged_module,
        condition=interpreter.stands_under_known_condition,
        depth=watched.deepest - depth,
        steps=cost,
        site=site,
        order=order,
        objects=objects,
        gone=[name for name in before if name not in now],
    )


def _left(
    came: Came, watched: Run, before: Heap, now: Heap, order: Sequence[Address], site: str
) -> dict[Address, Entry]:
    """Return what the call changed or made; nobody finds the rest of it any more."""
    changed = {
        name: entry
        for name, entry in now.items()
        if before.get(name) is not entry and watched.taken.get(name) is not entry
    }
    given = set(order)
    roots: list[object] = [came.value, *came.filled.values()]
    for name in changed:
        if name in given or name in watched.taken or address_parts.is_found_by_name(name):
            roots.append(name)
        elif name in before and not address_parts.is_of_site(name, site) and not watched.set_names:
            # An object that the call was not given.
            raise BoundError
    reached = reachability.from_values(roots, now)
    left = {name: entry for name, entry in changed.items() if name in reached}
    for entry in left.values():
        check_movable(entry)
    return left


def _do(interpreter: Interpreter, known: Known, came: Came, order: Sequence[Address], site: str) -> Came:
    """Do to these objects what the call did to those that it was given."""
    objects, state = known.objects or {}, interpreter.state
    for name in known.gone:
        state.heap.pop(name, None)
    for name, entry in known.run.taken.items():
        state.heap.setdefault(name, entry)
    for relation in known.run.set_names:
        relations.may_be_set(interpreter, relation)
    if site == known.site and order == known.order:
        state.heap.update(objects)
        return came
    given = dict(zip(known.order, order, strict=True))

    def moved(name: Address) -> Address:
        if name in given:
            return given[name]
        if name == address_parts.EMPTY or name in known.run.taken or address_parts.is_found_by_name(name):
            return name
        queryset = address_parts.queryset(name)
        if queryset is not None:
            return address_parts.rows(moved(queryset))
        return address_parts.moved(name, known.site, site)

    def moved_value(typ: Type) -> Type:
        tagged = (interpreter.address_of(item) for item in instances.tagged_instances(typ))
        return moved_type(typ, {name: moved(name) for name in tagged})

    for name, entry in objects.items():
        state.heap[moved(name)] = moved_entry(entry, moved, moved_value)
    return replace(
        came,
        value=moved_value(came.value) if came.value is not None else None,
        filled={position: moved_value(value) for position, value in came.filled.items()},
    )
