"""The laws that verdicts rest on: joins are a semilattice; what mypy's cache keeps comes back as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import address_parts, effects, heap, json_form, load_state
from aobjects_mypy.domain.effects import Summary
from aobjects_mypy.domain.prefetch import Prefetch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plugin import domain_values as domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.heap import Entry
    from mypy.types import Type

pytestmark = pytest.mark.any_django("laws of the domain")

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
    one: heap.Row, two: heap.Row, three: heap.Row, objects: dict[Address, Entry]
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
@given(domain.states, domain.states, st.sampled_from((*domain.RELATIONS, *domain.MANAGERS)))
def test_a_query_that_may_load_something_lacks_nothing_more(
    state: load_state.LoadState, loaded: load_state.LoadState, name: str
) -> None:
    """What only one of the two has is not proven, and holds what it has there."""
    before = load_state.join(state, loaded).manager_status(name)
    after = state.perhaps(loaded).manager_status(name)
    only_one_has_it = (name in state.managers) != (name in loaded.managers) and name not in state.mixed
    assert (after.value <= before.value) and not (only_one_has_it and after is load_state.Status.LOADED)


HERE: Final = address_parts.sole("here")


@laws
@given(domain.types, domain.types, domain.types, domain.heaps)
def test_types_are_a_semilattice(one: Type, two: Type, three: Type, objects: dict[Address, Entry]) -> None:
    def joined(*parts: Type) -> object:
        analysis = domain.analysis(objects)
        found: Type | None = None
        for part in parts:
            found = joins.join(analysis, found, part, HERE)
        return domain.meaning(analysis, found)

    def joined_last(first: Type, second: Type, third: Type) -> object:
        analysis = domain.analysis(objects)
        inner = joins.join(analysis, second, third, HERE)
        return domain.meaning(analysis, joins.join(analysis, first, inner, HERE))

    assert joined(one, one) == joined(one)
    assert joined(one, two) == joined(two, one)
    assert joined(one, two, three) == joined_last(one, two, three)


@laws
@given(domain.runs, domain.runs, domain.runs)
def test_what_ran_on_every_way_does_not_depend_on_their_order(
    one: effects.Effects, two: effects.Effects, three: effects.Effects
) -> None:
    def facts(*ways: effects.Effects) -> tuple[object, ...]:
        ran = effects.must_join(ways)
        return ran.query is None, set(ran.preconditions), ran.query and len(ran.query)

    assert facts(one, one) == facts(one)
    assert facts(one, two, three) == facts(three, one, two) == facts(two, three, one)


@pytest.mark.parametrize(
    ("kind", "strategy"),
    [
        (load_state.LoadState, domain.states),
        (Summary, domain.summaries),
        (effects.Effects, domain.runs),
        (effects.Returned, domain.returned),
        (Prefetch, domain.prefetches),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_json_keeps_every_field(kind: type[object], strategy: st.SearchStrategy[object]) -> None:
    @laws
    @given(strategy)
    def comes_back(value: object) -> None:
        assert json_form.read(kind, json.loads(json.dumps(json_form.write(value)))) == value

    comes_back()
