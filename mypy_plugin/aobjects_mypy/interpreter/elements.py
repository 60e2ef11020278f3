"""The rows of a container that a loop visits one after the other: what one lacks, the loop will miss."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from aobjects_mypy.domain import heap
from aobjects_mypy.types import instances, addresses

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter

Visited: TypeAlias = "Mapping[str, frozenset[str]]"
"""The rows that a loop visits, and what some of them lack."""


def visit_each(run: Interpreter, item: Type | None) -> Visited:
    """Let the loop's variable lack what any row lacks: each of them will stand there once."""
    visited: dict[str, frozenset[str]] = {}
    for instance in instances.tagged_instances(item):
        name = addresses.object_of(instance)
        row = run.flow.heap.get(name or "")
        if name is not None and isinstance(row, heap.Row) and row.state.lacking_on_some:
            visited[name] = row.state.lacking_on_some
            run.flow.heap[name] = replace(row, state=row.state.with_missing(visited[name]))
    return visited


def pick_some(run: Interpreter, visited: Visited) -> None:
    """A condition, or the end of the loop: which of the rows this is about is not known any more."""
    for name, lacking in visited.items():
        row = run.flow.heap.get(name)
        if isinstance(row, heap.Row):
            others = row.state.mixed - lacking
            run.flow.heap[name] = replace(row, state=row.state.mixed_as_unproven(others))


def leave_changed(run: Interpreter, before: Mapping[str, heap.Entry], touched: Collection[str]) -> None:
    """After a loop: what its conditions gave to some of the rows, any of them may have."""
    for name, entry in before.items():
        row = run.flow.heap.get(name)
        if isinstance(row, heap.Row) and isinstance(entry, heap.Row):
            run.flow.heap[name] = replace(row, state=row.state.forgiven(entry.state.mixed))
        for outer in run.loops:
            outer.before.setdefault(name, entry)
    for name in touched:
        row = run.flow.heap.get(name)
        if isinstance(row, heap.Row):
            run.flow.heap[name] = replace(row, state=row.state.unproved())
