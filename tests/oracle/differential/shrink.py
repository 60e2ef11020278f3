"""Make a disagreement small: leave out steps, events, arms and wrappers while both still disagree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import grammar
from .program import Arm, Event, Piece, Program, Query
from .queries import plain_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .judge import Verdict

ROUNDS = 12


def shrink(
    verdicts: Sequence[Verdict], judge: Callable[[Sequence[Program]], list[Verdict]], rounds: int = ROUNDS
) -> list[Verdict]:
    """Shrink all disagreements together: each round asks mypy and Django once."""
    current = _unique(verdicts)
    finished: list[Verdict] = []
    for _ in range(rounds):
        wanted = {verdict.text: list(dict.fromkeys(simplify(verdict.program))) for verdict in current}
        programs = list(dict.fromkeys(program for found in wanted.values() for program in found))
        if not programs:
            break
        answers = {verdict.program: verdict for verdict in judge(programs)}
        following = []
        for verdict in current:
            smaller = (answers[program] for program in wanted[verdict.text])
            best = next((found for found in smaller if found.kind == verdict.kind), None)
            (following if best else finished).append(best or verdict)
        current = _unique(following)
        if not current:
            break
    return _unique([*finished, *current])


def _unique(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return list({verdict.program: verdict for verdict in verdicts}.values())


def simplify(program: Program) -> Iterator[Program]:
    """Yield programs that are one step smaller, the boldest first."""
    if program.flow != grammar.STRAIGHT:
        for arm in program.arms:
            yield replace(program, flow=grammar.STRAIGHT, arms=(arm,))
    if len(program.arms) == 2 and program.flow not in (grammar.IF_ELSE, grammar.IF_REBINDS):
        yield replace(program, flow=grammar.IF_ELSE)
        yield replace(program, flow=grammar.IF_REBINDS)
    if program.events and len(program.events) > 1:
        yield replace(program, events=())
    for events in _smaller_events(program.events):
        yield replace(program, events=events)
    plain = Arm(grammar.AGET, Query(program.model, plain_source(program.model)))
    for number, arm in enumerate(program.arms):
        if len(program.arms) == 2 and arm != plain:
            yield replace(program, arms=(*program.arms[:number], plain, *program.arms[number + 1 :]))
        for smaller in _smaller_arms(arm):
            arms = (*program.arms[:number], smaller, *program.arms[number + 1 :])
            yield replace(program, arms=arms)
    for read in program.read.simpler:
        yield replace(program, read=read)
    if program.detour is not None:
        yield replace(program, detour=None)


def _smaller_arms(arm: Arm) -> Iterator[Arm]:
    for events in _smaller_events(arm.events):
        yield replace(arm, events=events)
    query = arm.query
    if query is None:
        return
    for way in arm.way.simpler:
        yield replace(arm, way=way)
    held = "holder_" in arm.way.text or arm.way.text.startswith("rows = ")
    if not held:
        for way in (grammar.AGET, grammar.AFIRST):
            if arm.way == way:
                break
            yield replace(arm, way=way)
    if query.style != "inline":
        yield replace(arm, query=replace(query, style="inline"))
    plain = plain_source(query.model)
    if query.source != plain:
        yield replace(arm, query=replace(query, source=plain))
    if len(query.steps) > 2:
        yield replace(arm, query=replace(query, steps=()))
    for number, step in enumerate(query.steps):
        before, after = query.steps[:number], query.steps[number + 1 :]
        yield replace(arm, query=replace(query, steps=(*before, *after)))
        for smaller in _smaller_pieces(step):
            yield replace(arm, query=replace(query, steps=(*before, smaller, *after)))


def _smaller_pieces(piece: Piece) -> Iterator[Piece]:
    yield from piece.simpler
    if len(piece.args) > 1:
        for number in range(len(piece.args)):
            yield replace(piece, args=(*piece.args[:number], *piece.args[number + 1 :]))


def _smaller_events(events: tuple[Event, ...]) -> Iterator[tuple[Event, ...]]:
    for number, event in enumerate(events):
        before, after = events[:number], events[number + 1 :]
        yield (*before, *after)
        if event.wrap != grammar.UNWRAPPED:
            yield (*before, Event(event.piece, grammar.UNWRAPPED), *after)
