"""Run loops until another turn finds nothing new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Type, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.interpreter import elements, reading
from aobjects_mypy.orm import evaluation
from aobjects_mypy.domain import heap, effects
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances, addresses

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.elements import Visited
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.domain.heap import Entry, Flow

TURNS: Final = 8
"""How often a body runs before what still changes is widened to unknown.

A state only gets worse from turn to turn, and a row gets from one name to the next in one turn: a loop that
hands a row on through seven names is still judged, in a longer one these names are silent.  Inner loops go on
from what they found before, so that each body runs so often at most, however deep it is nested.
"""
_AGE: Final = "'"
_WIDENED: Final = "widened"


@dataclass(slots=True)
class Loop:
    breaks: list[Flow] = field(default_factory=list)
    continues: list[Flow] = field(default_factory=list)
    visited: Visited = field(default_factory=dict)
    changing: frozenset[str] = frozenset()
    """The names that stand for something else on each turn."""
    over: frozenset[str] = frozenset()
    """The names in what the loop goes through."""
    renewed: set[str] = field(default_factory=set)
    """The containers among them whose elements the body replaces."""
    before: dict[str, Entry] = field(default_factory=dict)
    """The rows that the body may change one by one, as they were."""
    touched: set[str] = field(default_factory=set)
    """The rows that some turn may have changed in a way that is not known."""
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What a loop came to when it was run before: where each turn begins, and where it ends."""

    start: Flow
    end: Flow
    turns: int


def run_while(run: Interpreter, statement: nodes.WhileStmt) -> None:
    entry = run.flow.fork()
    loop = _begin(run, statement)
    if loop is None:
        return
    questions = run.questions()
    carried = walk.carried_names(statement.body) | walk.names_in(statement.expr)
    while True:
        start = run.flow.fork()
        _begin_turn(run, loop, questions)
        run.truth(statement.expr)
        top = run.flow.fork()
        _run_body(run, loop, statement.body)
        end = run.flow
        following = _next_turn(run, entry, top, end, carried)
        if _is_settled(top, following, carried, frozenset()) or not _go_on(run, loop, top, following):
            break
    run.flow = top
    run.merge(end)
    run.loops.pop()
    run.ask_anew(questions)
    if expressions.is_name(statement.expr, names.TRUE):
        run.flow.reachable = False
    _end(run, statement, loop, start)


def run_for(run: Interpreter, statement: nodes.ForStmt) -> None:
    sequence = run.evaluate(statement.expr)
    entry = run.flow.fork()
    loop = _begin(run, statement)
    if loop is None:
        return
    index = walk.names_in(statement.index)
    loop.changing = index | walk.assigned_names(statement.body)
    loop.over = walk.names_in(statement.expr)
    questions = run.questions()
    carried = walk.carried_names(statement.body) - index
    whole = not _leaves(statement)
    while True:
        start = run.flow.fork()
        _begin_turn(run, loop, questions)
        if statement.is_async:
            item = evaluation.iterate_async(run, sequence, statement.expr)
        else:
            item = reading.iterate(run, sequence, statement.expr, '"for"', whole=whole)
        before = _elements_before(run, item, statement.expr)
        loop.before |= before
        top = run.flow.fork()
        loop.visited = elements.visit_each(run, item)
        run.assign(statement.index, item, None)
        _run_body(run, loop, statement.body)
        end = run.flow
        is_whole = end.reachable and not loop.breaks
        renewed = {path: end.variables[path] for path in loop.renewed} if is_whole else {}
        following = _next_turn(run, entry, top, end, carried)
        if is_whole:
            # The next element has not gone through the body yet.
            following.heap.update(before)
            following.variables.update(renewed)
            following.share_paths(end)
        if _is_settled(top, following, carried, index) or not _go_on(run, loop, top, following):
            break
    run.flow = end
    if not (_is_never_empty(statement.expr) and end.reachable):
        run.flow = top
        run.merge(end)
    if end.reachable:
        # A summary is about calls with something to go through.
        run.flow.ran = end.ran
    if is_whole:
        # Every element that exists went through the whole body: what it did to one, it did to all.
        run.flow.heap.update({name: end.heap[name] for name in before if name in end.heap})
        # Without elements there is nothing in it that was not put there anew.
        run.flow.variables.update(renewed)
        run.flow.share_paths(end)
    run.loops.pop()
    run.ask_anew(questions)
    elements.pick_some(run, loop.visited)
    elements.leave_changed(run, loop.before, loop.touched)
    _end(run, statement, loop, start)


def _begin(run: Interpreter, statement: nodes.ForStmt | nodes.WhileStmt) -> Loop | None:
    """Enter a loop; ``None`` where what it was run with before covers what it is run with now."""
    known = run.frames[-1].loops.get((statement, run.is_on_loop))
    turns = 0
    if run.gave_up:
        run.forget_everything()
        known = None
    if known is not None:
        entry, turns = run.flow, known.turns
        run.flow = known.start.fork()
        run.merge(entry)
        run.flow.ran = entry.ran
        if _is_covered(run.flow, known.start):
            run.flow = known.end.fork()
            run.flow.heap = {**entry.heap, **known.end.heap}
            run.flow.ran = effects.one_after_the_other(entry.ran, known.end.ran)
            return None
    loop = Loop(turns=turns)
    run.loops.append(loop)
    return loop


def _is_covered(joined: Flow, known: Flow) -> bool:
    return (
        joined.variables == known.variables
        and joined.callables == known.callables
        and all(joined.heap[name] == value for name, value in known.heap.items())
    )


def _begin_turn(run: Interpreter, loop: Loop, questions: tuple[list[str], set[str]]) -> None:
    # The last turn begins with all that earlier ones came to: its ways out are those of all.
    loop.breaks.clear()
    loop.turns += 1
    run.ask_anew(questions)


def _run_body(run: Interpreter, loop: Loop, body: nodes.Block) -> None:
    run.execute_block(body)
    _merge_all(run, loop.continues)


def _go_on(run: Interpreter, loop: Loop, top: Flow, following: Flow) -> bool:
    """Begin another turn, widened where they are too many; tell when there shall be none."""
    if run.gave_up:
        return False
    if loop.turns > TURNS:
        _widen(following, top)
    run.flow = following
    # What is widened is settled in a turn or two; a name that only then begins to change, in one more.
    return loop.turns < 2 * TURNS


def _end(run: Interpreter, statement: nodes.ForStmt | nodes.WhileStmt, loop: Loop, start: Flow) -> None:
    run.execute_block(statement.else_body)
    _merge_all(run, loop.breaks)
    run.frames[-1].loops[statement, run.is_on_loop] = Settled(start, run.flow.fork(), loop.turns)


def _next_turn(run: Interpreter, entry: Flow, top: Flow, end: Flow, carried: frozenset[str]) -> Flow:
    """Return the flow in which the next turn begins: nothing has changed, or this turn is over."""
    run.flow = top.fork()
    run.merge(_aged(entry, end, carried) if end.reachable else end)
    following = run.flow
    if end.reachable:
        following.ran = end.ran
    return following


def _aged(entry: Flow, end: Flow, carried: frozenset[str]) -> Flow:
    """Tell what the next turn makes from what this one and those before it have made.

    One place makes one object a turn.  Its name stands for the newest; what variables keep of older ones is
    another object (recency, in abstract interpretation): what is done to one is not done to the other.
    """
    older: dict[str, str] = {}
    values: dict[str, object] = {}
    for name in carried & end.variables.keys():
        value = end.variables[name]
        if value is entry.variables.get(name) or not isinstance(value, Type):
            continue
        made = {addresses.object_of(item) or "" for item in instances.tagged_instances(value)} - entry.heap.keys()
        new = {item for item in made if item in end.heap and not item.endswith(_AGE)}
        if new:
            older |= {item: f"{item}{_AGE}" for item in new}
            values[name] = value
    if not older:
        return end
    aged = end.fork()
    for name in older:
        for suffix in ("", "[]"):
            newest = end.heap.get(f"{name}{suffix}")
            if newest is not None:
                old = f"{older[name]}{suffix}"
                known = end.heap.get(old)
                aged.heap[old] = heap.join_entries(known, newest, end.heap, end.heap) if known else newest
    for name, value in values.items():
        aged.variables[name] = instances.retag(value, older) if isinstance(value, Type) else value
    return aged


def _widen(following: Flow, top: Flow) -> None:
    """Forget what still changes from turn to turn."""
    for name, value in following.variables.items():
        known = top.variables.get(name)
        if known != value and isinstance(value, Type):
            widened = _without_objects(value)
            settles = isinstance(known, Type) and _without_objects(known) == widened
            following.variables[name] = widened if settles else AnyType(TypeOfAny.special_form)
    for name, entry in following.heap.items():
        if name in top.heap and top.heap[name] != entry:
            following.heap[name] = heap.UNKNOWN
    following.heap[_WIDENED] = heap.UNKNOWN


def _without_objects(value: Type) -> Type:
    known = (addresses.object_of(instance) or "" for instance in instances.tagged_instances(value))
    return instances.retag(value, dict.fromkeys(known, _WIDENED))


def _is_settled(top: Flow, following: Flow, carried: frozenset[str], index: frozenset[str]) -> bool:
    """Tell whether another turn would begin as this one did, or differ in what no turn reads only."""
    known = (
        (top.variables, following.variables),
        (top.callables, following.callables),
        (top.heap, following.heap),
    )
    if any(after.get(name) != value for before, after in known for name, value in before.items()):
        return False
    new = following.variables.keys() - top.variables.keys() - index
    return new.isdisjoint(carried)


def _elements_before(run: Interpreter, item: Type | None, sequence: nodes.Expression) -> dict[str, Entry]:
    """Return the rows that a loop goes through, as they are when it comes to them."""
    known = (addresses.object_of(instance) for instance in instances.tagged_instances(item))
    found = {name: run.flow.heap[name] for name in known if name is not None and name in run.flow.heap}
    return found | _indexed_elements(run, sequence)


def _leaves(loop: nodes.ForStmt) -> bool:
    """Tell whether the body may end the loop before the last item."""
    return any(
        isinstance(inner, (nodes.BreakStmt, nodes.ReturnStmt, nodes.RaiseStmt))
        for inner in walk.statements(loop.body)
    )


def _indexed_elements(run: Interpreter, sequence: nodes.Expression) -> dict[str, Entry]:
    """Return the rows that ``for i in range(len(rows))`` or ``enumerate(rows)`` goes through by index."""
    if not isinstance(sequence, nodes.CallExpr) or expressions.fullname(sequence.callee) != names.RANGE:
        return {}
    found: dict[str, Entry] = {}
    for argument in sequence.args:
        if isinstance(argument, nodes.CallExpr) and expressions.fullname(argument.callee) == names.LEN:
            with run.off_loop():
                value = run.evaluate(argument.args[0]) if argument.args else None
            for instance in instances.tagged_instances(value):
                name = run.name_of(instance)
                if name in run.flow.heap:
                    found[name] = run.flow.heap[name]
    return found


def _is_never_empty(sequence: nodes.Expression) -> bool:
    if isinstance(sequence, (nodes.ListExpr, nodes.TupleExpr, nodes.SetExpr)):
        return bool(sequence.items) and not any(isinstance(item, nodes.StarExpr) for item in sequence.items)
    if isinstance(sequence, nodes.CallExpr) and expressions.fullname(sequence.callee) == names.RANGE:
        return (
            len(sequence.args) == 1
            and isinstance(sequence.args[0], nodes.IntExpr)
            and sequence.args[0].value > 0
        )
    return False


def _merge_all(run: Interpreter, flows: list[Flow]) -> None:
    for flow in flows:
        run.merge(flow)
    flows.clear()


def run_break(run: Interpreter, statement: nodes.BreakStmt) -> None:
    if run.loops:
        run.loops[-1].breaks.append(run.flow.fork())
    run.flow.reachable = False


def run_continue(run: Interpreter, statement: nodes.ContinueStmt) -> None:
    if run.loops:
        run.loops[-1].continues.append(run.flow.fork())
    run.flow.reachable = False
