"""django-stubs' own suite, unmodified, goes with our plugin in front as it goes without.

Here only a part in which we answer for managers and querysets: all of it, twice, is `make foreign`.
"""

from __future__ import annotations

import pytest

from tests.foreign import django_stubs

pytestmark = pytest.mark.any_django("that django-stubs' suite goes as it goes without us, on whatever Django")

ORDINARY = django_stubs.PINNED["ordinary"]
REASONS = {found["case"]: found["reason"] for found in django_stubs.PINNED.get("difference", [])}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pytest says of each case; where their suite cannot be had, that is said, and nothing is tested."""
    try:
        return django_stubs.run(tmp_path_factory.mktemp("django_stubs"), *ORDINARY, with_ours=True)
    except django_stubs.UnreachableError as error:
        pytest.skip(f"django-stubs' suite is not here: {error}")


def test_every_case_is_run(faults: dict[str, str]) -> None:
    assert len(faults) == django_stubs.PINNED["ordinary_cases"]


def test_the_same_cases_fail_as_without_us(faults: dict[str, str]) -> None:
    failing = {case for case, fault in faults.items() if fault}
    listed = {*django_stubs.PINNED["failing_without_us"], *REASONS} & faults.keys()
    assert {case: faults[case] for case in failing - listed} == {}, "they pass without us"
    assert listed - failing == set(), "they pass by now: remove them from the list"


def test_every_difference_has_its_reason() -> None:
    assert all(REASONS.values())
    assert REASONS.keys().isdisjoint(django_stubs.PINNED["failing_without_us"])
