"""Functions that call each other, however many and in whatever order they are asked for, know the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aobjects_mypy.domain.effects import Summary
from aobjects_mypy.summaries import cycles
from aobjects_mypy.summaries.cycles import Cycles, Name
from hypothesis import given, settings
from hypothesis import strategies as st
from mypy.nodes import Block, FuncDef

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.any_django("functions that call each other")

_COUNT = 12
_FUNCTIONS: list[Name] = [(FuncDef(f"f{number}", [], Block([])), "") for number in range(_COUNT)]


def summed_up(calls: Sequence[frozenset[int]], asked: Sequence[int]) -> list[set[str]]:
    """Return which functions each runs, as the summaries say that were asked for in this order."""
    known: dict[Name, Summary | None] = {}

    def of(name: Name) -> Summary | None:
        return known[name] if name in known else found.find(name)

    def compute(name: Name) -> Summary | None:
        number = _FUNCTIONS.index(name)
        runs = {name[0].name}
        for called in sorted(calls[number]):
            summary = of(_FUNCTIONS[called])
            assert summary is not None
            runs.update(summary.virtual)
        return Summary(virtual=tuple(sorted(runs)))

    found = Cycles(compute, known.__setitem__)
    for number in asked:
        of(_FUNCTIONS[number])
    return [set(summary.virtual) if (summary := of(name)) is not None else set() for name in _FUNCTIONS]


def reached(calls: Sequence[frozenset[int]]) -> list[set[str]]:
    found = [{number} for number in range(_COUNT)]
    for _ in range(_COUNT):
        found = [one.union(*(calls[other] for other in one)) for one in found]
    return [{f"f{number}" for number in one} for one in found]


graphs = st.lists(st.frozensets(st.integers(0, _COUNT - 1), max_size=3), min_size=_COUNT, max_size=_COUNT)


@pytest.mark.parametrize("depth", [40, 3, 1])
def test_each_function_knows_all_that_it_reaches(depth: int) -> None:
    @settings(max_examples=500, derandomize=True, deadline=None, database=None)
    @given(graphs, st.permutations(range(_COUNT)))
    def holds(calls: list[frozenset[int]], asked: list[int]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cycles, "_DEPTH", depth)
            assert summed_up(calls, asked) == reached(calls)

    holds()
