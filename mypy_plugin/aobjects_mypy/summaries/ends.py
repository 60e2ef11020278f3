"""What the ways out of a body have in common: the rows that they leave as they were, and what they return."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.calls import returned
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from aobjects_mypy.domain.effects import Returned
    from aobjects_mypy.interpreter.inlining import Exit
    from aobjects_mypy.interpreter.interpreter import Interpreter


def kept(interpreter: Interpreter, given: heap.Heap, changed: Collection[int]) -> list[int]:
    """Return the parameters whose rows are on every way out what they were at first."""
    ways = [way_out.objects for way_out in interpreter.exits]
    if interpreter.state.reachable:
        ways.append(interpreter.state.heap)
    found: dict[int, bool] = {}
    for name, entry in given.items():
        if isinstance(entry, heap.Row) and entry.origin is not None:
            same = entry.origin not in changed and all(_is_as_given(way.get(name), entry) for way in ways)
            found[entry.origin] = found.get(entry.origin, True) and same
    return [parameter for parameter, is_same in found.items() if is_same]


def _is_as_given(left: heap.Entry | None, given: heap.Row) -> bool:
    """Tell a row of which no more is known than the values that conditions have asked for."""
    return isinstance(left, heap.Row) and replace(left, state=replace(left.state, values={})) == given


def returned_by(ways_out: Iterable[Exit]) -> tuple[Returned, ...]:
    return returned.capture(
        (way_out.value, way_out.objects)
        for way_out in ways_out
        if not (isinstance(way_out.target, nodes.NameExpr) and expressions.is_none(way_out.target))
    )
