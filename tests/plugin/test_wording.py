"""What the line of a report says where it has no room for all of it."""

from __future__ import annotations

import pytest
from aobjects_mypy import bridge, diagnostics
from aobjects_mypy.domain.taken_step import TakenStep
from aobjects_mypy.reports import wording
from aobjects_mypy.reports.report import Fix

LONG = "the_latest_of_all_the_open_orders"


def said(found: diagnostics.Diagnostic, *titles: str) -> tuple[str, ...]:
    words = wording.words(found, [Fix(title, ()) for title in titles], is_block=False)
    return words.problem, words.advice, *words.others


def test_all_of_it_where_there_is_room() -> None:
    found = diagnostics.synchronous_query("orders.count", "await orders.acount()")
    assert said(found, 'Use "await orders.acount()"') == (
        '"orders.count" runs a query in async code',
        'Use "await orders.acount()"',
    )


def test_less_of_the_problem_first() -> None:
    steps = (
        TakenStep("label", "a.py", 1),
        TakenStep("prices", "a.py", 2),
        TakenStep('"customer" of "Order"', "b.py", 3),
    )
    found = diagnostics.query_through_call("show", steps, None, None, "")
    thread = f'Use "await sync_to_async(lambda: {LONG[:28]})()"'
    assert said(found, thread) == ('"show" runs a query: ... -> "customer" of "Order"', thread)


def test_less_of_the_advice_where_that_is_too_much() -> None:
    found = diagnostics.synchronous_query(f"{LONG}.of(...).filter(...).count", "")
    advice = f'Use "await {LONG}.of(...).filter(...).acount()"'
    assert said(found, advice) == (
        f'"{LONG}.of(...).filter(...).count" runs a query in async code',
        'Use "await (...).acount()"',
    )


def test_the_second_way_does_not_say_why_there_is_no_first() -> None:
    use = "await sync_to_async(OrderOut.model_validate)(...)"
    found = diagnostics.read_after_return(
        "OrderOut", (TakenStep('"book"', "OrderOut.book"),), "book", None, use, can_prefetch=False
    )
    assert said(found)[-1].endswith(f'se "{use}" before')
    assert not any("othing can be awaited" in each for each in said(found))


def test_the_second_of_two_ways_comes_as_a_note() -> None:
    found = bridge.lazy_function_in_thread("rows", "sync_to_async")
    assert said(found) == (
        'The queryset that "rows" returns leaves the thread before it is evaluated: no query has run',
        'Return "list(...)"',
        'Use the queryset with "async for" and without "sync_to_async"',
    )


@pytest.mark.parametrize("name", ["author", LONG])
def test_what_is_not_proven_says_why_in_any_length(name: str) -> None:
    found = diagnostics.lazy_relation(name, "Order", name, "", None, "", "select_related").as_unproven()
    assert f"({diagnostics.UNSEEN_ROW})" in said(found)[0]
