"""A call that does what an earlier one did changes no report: each is run anew here, and says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracle import forgetful_mypy
from tests.oracle.cases import Case, find_cases
from tests.oracle.mypy_run import Mypy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.conftest import Judged
    from tests.oracle.mypy_run import Message

pytestmark = pytest.mark.any_django("whether the body of a called function is run")

FOLDERS = ("handed_on", "objects", "through")
"""Where the cases of calls are."""
CASES = [case for case in find_cases() if case.module.startswith(FOLDERS)]


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory, selected: set[str], libraries: Path) -> list[Message]:
    mypy = Mypy(tmp_path_factory.mktemp("anew").resolve(), strict=True, libraries=libraries)
    paths = [case.path for case in CASES if case.module in selected]
    return mypy.check(paths, module=forgetful_mypy.__name__)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.module.replace(".", "/"))
def test_what_is_not_run_again_is_reported_as_if_it_were(
    case: Case, judged: Judged, anew: list[Message]
) -> None:
    found = [message for message in judged.messages if message.file == case.path]
    assert found == [message for message in anew if message.file == case.path]


def test_there_are_such_calls() -> None:
    assert len(CASES) > 100
