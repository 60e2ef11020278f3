"""The laws that verdicts rest on: joins are a semilattice; what mypy's cache keeps comes back as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from aobjects_mypy import json_form, load_state
from aobjects_mypy.flow import values
from aobjects_mypy.orm import heap, summary
from aobjects_mypy.orm.summary import Summary
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plugin import domain_values as domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects_mypy.orm.heap import Entry
    from mypy.types import Type

_Value = TypeVar("_Value")

# The same examples on every machine: a failure is one of the change at hand.
laws = settings(max_examples=1000, derandomize=True, deadline=None, database=None)


def assert_semilattice(join: Callable[[Any, Any], Any], one: object, two: object, three: object) -> None:
    assert join(one, one) == one
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    # Monotone: what is above one stays above it, whatever both are joined with.
    above = join(one, two)
    assert join(join(one, three), join(above, three)) == join(above, three)


@laws
@given(domain.states, domain.states, domain.states)
def test_load_states_are_a_semilattice(
    one: load_state.LoadState, two: load_state.LoadState, three: load_state.LoadState
) -> None:
    assert_semilattice(load_state.join, one, two, three)


@laws
@given(domain.entries, domain.entries, domain.entries)
def test_entries_of_one_heap_are_a_semilattice(one: Entry, two: Entry, three: Entry) -> None:
    assert_semilattice(heap.join_entries, one, two, three)


@laws
@given(domain.rows, domain.rows, domain.rows, domain.heaps)
def test_rows_with_links_are_a_semilattice(
    one: heap.Row, two: heap.Row, three: heap.Row, objects: dict[str, Entry]
) -> None:
    def join(left: Entry, right: Entry) -> Entry:
        return heap.join_entries(left, right, objects, objects)

    assert_semilattice(join, one, two, three)


@laws
@given(domain.states, domain.states, st.sampled_from(domain.RELATIONS))
def test_a_join_keeps_the_worse_of_two_verdicts(
    one: load_state.LoadState, two: load_state.LoadState, name: str
) -> None:
    worse = max(one.relation_status(name), two.relation_status(name), key=lambda status: status.value)
    assert load_state.join(one, two).relation_status(name) is worse


@laws
@given(domain.types, domain.types, domain.types, domain.heaps)
def test_types_are_a_semilattice(one: Type, two: Type, three: Type, objects: dict[str, Entry]) -> None:
    def joined(*parts: Type) -> object:
        run = domain.interpreter(objects)
        found: Type | None = None
        for part in parts:
            found = values.join(run, found, part, "here")
        return domain.meaning(run, found)

    def joined_last(first: Type, second: Type, third: Type) -> object:
        run = domain.interpreter(objects)
        inner = values.join(run, second, third, "here")
        return domain.meaning(run, values.join(run, first, inner, "here"))

    assert joined(one, one) == joined(one)
    assert joined(one, two) == joined(two, one)
    assert joined(one, two, three) == joined_last(one, two, three)


@laws
@given(domain.runs, domain.runs, domain.runs)
def test_what_ran_on_every_way_does_not_depend_on_their_order(
    one: summary.Ran, two: summary.Ran, three: summary.Ran
) -> None:
    def facts(*ways: summary.Ran) -> tuple[object, ...]:
        ran = summary.on_every_way(ways)
        return ran.query is None, set(ran.needs), ran.query and len(ran.query)

    assert facts(one, one) == facts(one)
    assert facts(one, two, three) == facts(three, one, two) == facts(two, three, one)


@pytest.mark.parametrize(
    ("kind", "strategy"),
    [
        (load_state.LoadState, domain.states),
        (Summary, domain.summaries),
        (summary.Ran, domain.runs),
        (summary.Returned, domain.returned),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_json_keeps_every_field(kind: type[object], strategy: st.SearchStrategy[object]) -> None:
    @laws
    @given(strategy)
    def comes_back(value: object) -> None:
        assert json_form.read(kind, json.loads(json.dumps(json_form.write(value)))) == value

    comes_back()
