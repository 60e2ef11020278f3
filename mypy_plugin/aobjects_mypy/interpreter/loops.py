"""Run loops until another turn finds nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.types import AnyType, TupleType, Type, TypeOfAny, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.analysis.loop import Loop
from aobjects_mypy.domain import address_parts, effects, heap
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.interpreter import elements, functions, known_items, known_keys, positions, reading
from aobjects_mypy.syntax import expressions, own_attributes, walk
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.domain.state import State
    from aobjects_mypy.interpreter.interpreter import Interpreter

TURNS: Final = 8
"""How often a body runs before what still changes is widened to unknown.

A state only gets worse from turn to turn, and a row gets from one name to the next in one turn: a loop that
hands a row on through seven names is still judged, in a longer one these names are silent.  Inner loops go on
from what they found before, so that each body runs so often at most, however deep it is nested.
"""
_MOST_FUNCTIONS: Final = 8
"""How many functions a loop calls one by one; of more, any may have been called."""
_SPLITS: Final = frozenset({"split", "rsplit", "partition", "rpartition"})


@dataclass(frozen=True, slots=True)
class Settled:
    """What a loop came to when it was run before: where each turn begins, and where it ends."""

    start: State
    end: State
    turns: int


def run_while(interpreter: Interpreter, statement: nodes.WhileStmt) -> None:
    _ask_what_it_fills(interpreter, statement)
    entry = interpreter.state.fork()
    loop = _begin(interpreter, statement)
    if loop is None:
        return
    questions = interpreter.questions()
    carried = walk.carried_names(statement.body) | walk.names_in(statement.expr)
    while True:
        start = interpreter.state.fork()
        _begin_turn(interpreter, loop, questions)
        interpreter.truth(statement.expr)
        top = interpreter.state.fork()
        _run_body(interpreter, loop, statement.body)
        end = interpreter.state
        following = _next_turn(interpreter, entry, top, end, carried)
        if _is_settled(top, following, carried, frozenset()) or not _go_on(interpreter, loop, top, following):
            break
    interpreter.state = top
    joins.merge(interpreter, end)
    interpreter.loops.pop()
    interpreter.ask_anew(questions)
    if expressions.is_name(statement.expr, names.TRUE):
        interpreter.state.reachable = False
    _end(interpreter, statement, loop, start)


def _ask_what_it_fills(interpreter: Interpreter, statement: nodes.ForStmt | nodes.WhileStmt) -> None:
    """Know what the containers of ``self`` hold before a turn puts something there, or none does."""
    function = interpreter.frames[-1].function
    if (
        isinstance(function, nodes.FuncDef)
        and function.info
        and not function.is_static
        and function.arguments
    ):
        for expr in own_attributes.filled_in(statement.body, function.arguments[0].variable.name):
            if expressions.access_path(expr) not in interpreter.state.variables:
                interpreter.evaluate_quietly(expr)


def run_for(interpreter: Interpreter, statement: nodes.ForStmt) -> None:
    sequence = interpreter.evaluate(statement.expr)
    listed = _listed(interpreter, statement, sequence) if not statement.is_async else ()
    if listed:
        _run_each(interpreter, statement, listed)
    else:
        _run_turns(interpreter, statement, sequence)


def _listed(
    interpreter: Interpreter, statement: nodes.ForStmt, sequence: Type | None
) -> Sequence[Type | None]:
    """Return the texts, or the functions, that a loop goes through one after the other, in their order."""
    known = known_items.of(interpreter, statement.expr, sequence)
    known = known or positions.functions(interpreter, statement.expr)
    proper = get_proper_type(sequence) if sequence is not None else None
    if known or not (isinstance(proper, TupleType) or isinstance(statement.expr, nodes.ListExpr)):
        return known
    written = statement.expr.items if isinstance(statement.expr, nodes.ListExpr) else []
    if isinstance(proper, TupleType):
        found: list[Type | None] = list(proper.items)
    elif all(isinstance(item, nodes.RefExpr) for item in written):
        found = [interpreter.evaluate_quietly(item) for item in written]
    else:
        return ()
    are_functions = all(functions.entry(interpreter, value) is not None for value in found)
    return found if are_functions and len(found) <= _MOST_FUNCTIONS else ()


def _run_turns(interpreter: Interpreter, statement: nodes.ForStmt, sequence: Type | None) -> None:
    _ask_what_it_fills(interpreter, statement)
    entry = interpreter.state.fork()
    loop = _begin(interpreter, statement)
    if loop is None:
        return
    index = walk.names_in(statement.index)
    loop.changing = index | walk.assigned_names(statement.body)
    loop.over = walk.names_in(statement.expr)
    questions = interpreter.questions()
    carried = walk.carried_names(statement.body) - index
    whole = not _leaves(statement)
    while True:
        start = interpreter.state.fork()
        _begin_turn(interpreter, loop, questions)
        if statement.is_async:
            item = reading.iterate_async(interpreter, sequence, statement.expr)
        else:
            item = reading.iterate(interpreter, sequence, statement.expr, diagnostics.FOR, whole=whole)
        before = _elements_before(interpreter, item, statement.expr)
        loop.before |= before
        top = interpreter.state.fork()
        loop.visited = elements.visit_each(interpreter, item)
        interpreter.assign(statement.index, item, None)
        _run_body(interpreter, loop, statement.body)
        end = interpreter.state
        is_whole = end.reachable and not loop.breaks
        renewed = {path: end.variables[path] for path in loop.renewed} if is_whole else {}
        following = _next_turn(interpreter, entry, top, end, carried)
        if is_whole:
            # The next element has not gone through the body yet.
            following.heap.update(before)
            following.variables.update(renewed)
            following.share_paths(end)
        if _is_settled(top, following, carried, index) or not _go_on(interpreter, loop, top, following):
            break
    interpreter.state = end
    if not (_is_never_empty(statement.expr) and end.reachable):
        interpreter.state = top
        joins.merge(interpreter, end)
    if end.reachable:
        # A summary is about calls with something to go through.
        interpreter.state.effects = end.effects
    if is_whole:
        # Every element that exists went through the whole body: what it did to one, it did to all.
        interpreter.state.heap.update({name: end.heap[name] for name in before if name in end.heap})
        # Without elements there is nothing in it that was not put there anew.
        interpreter.state.variables.update(renewed)
        interpreter.state.share_paths(end)
    interpreter.loops.pop()
    interpreter.ask_anew(questions)
    elements.pick_some(interpreter, loop.visited)
    elements.leave_changed(interpreter, loop.before, loop.touched)
    _end(interpreter, statement, loop, start)


def _run_each(interpreter: Interpreter, statement: nodes.ForStmt, listed: Sequence[Type | None]) -> None:
    """Run the body for one after the other: each may name another attribute, or do something else."""
    loop = Loop()
    interpreter.loops.append(loop)
    questions = interpreter.questions()
    may_lack = known_keys.may_lack(interpreter, statement.expr)
    for text in listed:
        interpreter.ask_anew(questions)
        before = interpreter.state.fork()
        interpreter.assign(statement.index, text, None)
        _run_body(interpreter, loop, statement.body)
        if may_lack:
            joins.merge(interpreter, before)
    interpreter.loops.pop()
    interpreter.ask_anew(questions)
    interpreter.execute_block(statement.else_body)
    _merge_all(interpreter, loop.breaks)


def _begin(interpreter: Interpreter, statement: nodes.ForStmt | nodes.WhileStmt) -> Loop | None:
    """Enter a loop; ``None`` where what it was run with before covers what it is run with now."""
    known = interpreter.frames[-1].loops.get((statement, interpreter.is_on_loop))
    turns = 0
    if interpreter.gave_up:
        interpreter.forget_everything()
        known = None
    if known is not None:
        entry, turns = interpreter.state, known.turns
        interpreter.state = known.start.fork()
        joins.merge(interpreter, entry)
        interpreter.state.effects = entry.effects
        if _is_covered(interpreter.state, known.start):
            interpreter.state = known.end.fork()
            interpreter.state.heap = {**entry.heap, **known.end.heap}
            interpreter.state.effects = effects.one_after_the_other(entry.effects, known.end.effects)
            return None
    loop = Loop(turns=turns)
    interpreter.loops.append(loop)
    return loop


def _is_covered(joined: State, known: State) -> bool:
    return (
        joined.variables == known.variables
        and joined.callables == known.callables
        and all(joined.heap[name] == value for name, value in known.heap.items())
    )


def _begin_turn(interpreter: Interpreter, loop: Loop, questions: tuple[list[str], set[str]]) -> None:
    # The last turn begins with all that earlier ones came to: its ways out are those of all.
    loop.breaks.clear()
    loop.turns += 1
    interpreter.ask_anew(questions)


def _run_body(interpreter: Interpreter, loop: Loop, body: nodes.Block) -> None:
    interpreter.execute_block(body)
    _merge_all(interpreter, loop.continues)


def _go_on(interpreter: Interpreter, loop: Loop, top: State, following: State) -> bool:
    """Begin another turn, widened where they are too many; tell when there shall be none."""
    if interpreter.gave_up:
        return False
    if loop.turns > TURNS:
        _widen(following, top)
    interpreter.state = following
    # What is widened is settled in a turn or two; a name that only then begins to change, in one more.
    return loop.turns < 2 * TURNS


def _end(
    interpreter: Interpreter, statement: nodes.ForStmt | nodes.WhileStmt, loop: Loop, start: State
) -> None:
    interpreter.execute_block(statement.else_body)
    _merge_all(interpreter, loop.breaks)
    interpreter.frames[-1].loops[statement, interpreter.is_on_loop] = Settled(
        start, interpreter.state.fork(), loop.turns
    )


def _next_turn(
    interpreter: Interpreter, entry: State, top: State, end: State, carried: frozenset[str]
) -> State:
    """Return the flow in which the next turn begins: nothing has changed, or this turn is over."""
    interpreter.state = top.fork()
    joins.merge(interpreter, _aged(entry, end, carried) if end.reachable else end)
    following = interpreter.state
    if end.reachable:
        following.effects = end.effects
    return following


def _aged(entry: State, end: State, carried: frozenset[str]) -> State:
    """Tell what the next turn makes from what this one and those before it have made.

    One place makes one object a turn.  Its name stands for the newest; what variables keep of older ones is
    another object (recency, in abstract interpretation): what is done to one is not done to the other.
    """
    older: dict[Address, Address] = {}
    values: dict[AccessPath, Type] = {}
    for name in end.variables.keys() & carried:
        value = end.variables[name]
        if value is entry.variables.get(name):
            continue
        made = {
            addresses.address_of(item) or NOWHERE for item in instances.tagged_instances(value)
        } - entry.heap.keys()
        new = {item for item in made if item in end.heap and not address_parts.is_aged(item)}
        if new:
            older |= {item: address_parts.aged(item) for item in new}
            values[name] = value
    if not older:
        return end
    aged = end.fork()
    for address, with_age in older.items():
        for place, old in (
            (address, with_age),
            (address_parts.rows(address), address_parts.rows(with_age)),
        ):
            newest = end.heap.get(place)
            if newest is not None:
                known = end.heap.get(old)
                aged.heap[old] = heap.join_entries(known, newest, end.heap, end.heap) if known else newest
    for name, value in values.items():
        aged.variables[name] = instances.retag(value, older)
    return aged


def _widen(following: State, top: State) -> None:
    """Forget what still changes from turn to turn."""
    for name, value in following.variables.items():
        known = top.variables.get(name)
        if known != value:
            widened = _without_objects(value)
            settles = known is not None and _without_objects(known) == widened
            following.variables[name] = widened if settles else AnyType(TypeOfAny.special_form)
    for address, entry in following.heap.items():
        if address in top.heap and top.heap[address] != entry:
            following.heap[address] = heap.UNKNOWN
    following.heap[address_parts.WIDENED] = heap.UNKNOWN


def _without_objects(value: Type) -> Type:
    known = (addresses.address_of(instance) or NOWHERE for instance in instances.tagged_instances(value))
    return instances.retag(value, dict.fromkeys(known, address_parts.WIDENED))


def _is_settled(top: State, following: State, carried: frozenset[str], index: frozenset[str]) -> bool:
    """Tell whether another turn would begin as this one did, or differ in what no turn reads only."""
    known: tuple[tuple[Mapping[Any, object], Mapping[Any, object]], ...] = (
        (top.variables, following.variables),
        (top.callables, following.callables),
        (top.heap, following.heap),
    )
    if any(after.get(name) != value for before, after in known for name, value in before.items()):
        return False
    new = following.variables.keys() - top.variables.keys() - index
    return new.isdisjoint(carried)


def _elements_before(
    interpreter: Interpreter, item: Type | None, sequence: nodes.Expression
) -> dict[Address, Entry]:
    """Return the rows that a loop goes through, as they are when it comes to them."""
    known = (addresses.address_of(instance) for instance in instances.tagged_instances(item))
    found = {
        name: interpreter.state.heap[name]
        for name in known
        if name is not None and name in interpreter.state.heap
    }
    return found | _indexed_elements(interpreter, sequence)


def _leaves(loop: nodes.ForStmt) -> bool:
    """Tell whether the body may end the loop before the last item."""
    return any(
        isinstance(inner, (nodes.BreakStmt, nodes.ReturnStmt, nodes.RaiseStmt))
        for inner in walk.statements(loop.body)
    )


def _indexed_elements(interpreter: Interpreter, sequence: nodes.Expression) -> dict[Address, Entry]:
    """Return the rows that ``for i in range(len(rows))`` or ``enumerate(rows)`` goes through by index."""
    if not isinstance(sequence, nodes.CallExpr) or expressions.fullname(sequence.callee) != names.RANGE:
        return {}
    found: dict[Address, Entry] = {}
    for argument in sequence.args:
        if isinstance(argument, nodes.CallExpr) and expressions.fullname(argument.callee) == names.LEN:
            with interpreter.off_loop():
                value = interpreter.evaluate(argument.args[0]) if argument.args else None
            for instance in instances.tagged_instances(value):
                name = interpreter.address_of(instance)
                if name in interpreter.state.heap:
                    found[name] = interpreter.state.heap[name]
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
    # A text without the separator is one part.
    return (
        isinstance(sequence, nodes.CallExpr)
        and isinstance(sequence.callee, nodes.MemberExpr)
        and sequence.callee.name in _SPLITS
        and bool(sequence.args)
    )


def _merge_all(interpreter: Interpreter, flows: list[State]) -> None:
    for flow in flows:
        joins.merge(interpreter, flow)
    flows.clear()


def run_break(interpreter: Interpreter, statement: nodes.BreakStmt) -> None:
    if interpreter.loops:
        interpreter.loops[-1].breaks.append(interpreter.state.fork())
    interpreter.state.reachable = False


def run_continue(interpreter: Interpreter, statement: nodes.ContinueStmt) -> None:
    if interpreter.loops:
        interpreter.loops[-1].continues.append(interpreter.state.fork())
    interpreter.state.reachable = False
