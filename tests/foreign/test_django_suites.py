"""Some of Django's own suites, unmodified, pass on the fast paths and on the native engine."""

from __future__ import annotations

import pytest

from tests.foreign.django_suites import suites

SAMPLE = ("basic", "from_db_value", "get_or_create", "many_to_one", "one_to_one", "signals")
SAMPLE_OF_NATIVE = ("async", "backends", "basic", "transactions")


def test_they_pass_on_the_fast_paths() -> None:
    try:
        result = suites.run(*SAMPLE, with_ours=True)
    except suites.UnreachableError as error:
        pytest.skip(f"Django's suites are not here: {error}")
    assert not result.faults, result.output
    assert result.tests > 200
    # A run that took none of them would show nothing.
    assert min(result.taken[name] for name in ("filter", "get", "hydration", "related rows")) > 10
    assert result.compared["get"] > 10 < result.compared["rows"]


def test_they_pass_in_a_job_of_the_native_engine() -> None:
    try:
        with suites.server("PostgreSQL") as port:
            result = suites.run(*SAMPLE_OF_NATIVE, with_ours=True, port=port, native=True)
    except suites.UnreachableError as error:
        pytest.skip(f"Django's suites are not here: {error}")
    assert not result.faults, result.output
    assert result.tests > 200
    assert result.taken["waits"] > 1000
