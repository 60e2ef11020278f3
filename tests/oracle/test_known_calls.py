"""A call that does what an earlier one did changes no report: each is run anew here, and says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracle import forgetful_mypy
from tests.oracle.cases import find_cases
from tests.oracle.mypy_run import run_mypy

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_django("whether the body of a called function is run")

_FOLDERS = ("handed_on", "objects", "through")
"""Where the cases of calls are."""


def test_what_is_not_run_again_is_reported_as_if_it_were(tmp_path: Path) -> None:
    paths = [case.path for case in find_cases() if case.module.startswith(_FOLDERS)]
    assert len(paths) > 100
    (tmp_path / "known").mkdir()
    (tmp_path / "anew").mkdir()
    known = run_mypy(paths, tmp_path / "known", strict=True)
    anew = run_mypy(paths, tmp_path / "anew", strict=True, program=["-P", forgetful_mypy.__file__])
    assert [str(message) for message in known] == [str(message) for message in anew]
