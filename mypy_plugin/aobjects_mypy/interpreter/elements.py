"""The rows of a container that a loop visits one after the other: what one lacks, the loop will miss."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aobjects_mypy.domain import heap
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mypy.types import Type

    from aobjects_mypy.analysis.loop import Visited
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter


def visit_each(interpreter: Interpreter, item: Type | None) -> Visited:
    """Let the loop's variable lack what any row lacks: each of them will stand there once."""
    visited: dict[Address, frozenset[str]] = {}
    for name, row in _rows_in(interpreter, item, set()):
        if row.state.lacking_on_some:
            visited[name] = row.state.lacking_on_some
            interpreter.state.heap[name] = replace(row, state=row.state.with_missing(visited[name]))
    return visited


def _rows_in(
    interpreter: Interpreter, value: Type | None, seen: set[Address]
) -> Iterator[tuple[Address, heap.Row]]:
    """Yield the rows of a value, and those that its objects hold."""
    for instance in instances.tagged_instances(value):
        name = interpreter.address_of(instance)
        entry = interpreter.state.heap.get(name)
        if name in seen:
            continue
        seen.add(name)
        if isinstance(entry, heap.Row):
            yield name, entry
        elif isinstance(entry, heap.Record):
            for held in entry.fields.values():
                yield from _rows_in(interpreter, held, seen)


def pick_some(interpreter: Interpreter, visited: Visited) -> None:
    """A condition, or the end of the loop: which of the rows this is about is not known any more."""
    for name, lacking in visited.items():
        row = interpreter.state.heap.get(name)
        if isinstance(row, heap.Row):
            others = row.state.mixed - lacking
            interpreter.state.heap[name] = replace(row, state=row.state.mixed_as_unproven(others))


def leave_changed(
    interpreter: Interpreter, before: Mapping[Address, heap.Entry], touched: Collection[Address]
) -> None:
    """After a loop: what its conditions gave to some of the rows, any of them may have."""
    for name, entry in before.items():
        row = interpreter.state.heap.get(name)
        if isinstance(row, heap.Row) and isinstance(entry, heap.Row):
            interpreter.state.heap[name] = replace(row, state=row.state.forgiven(entry.state.mixed))
        for outer in interpreter.loops:
            outer.before.setdefault(name, entry)
    for name in touched:
        row = interpreter.state.heap.get(name)
        if isinstance(row, heap.Row):
            interpreter.state.heap[name] = replace(row, state=row.state.unproved())
