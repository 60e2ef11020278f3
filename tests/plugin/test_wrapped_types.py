"""Types and errors of what passes through the bridge are those of the call without it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests import marked
from tests.mypy_project import MypyProject, Result

SOURCES: Final = Path(__file__).parent / "wrapped_types"
SUBJECTS: Final = ["load_state.py", "lookups.py", "overloads.py"]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    project = MypyProject(tmp_path_factory.mktemp("wrapped"))
    shutil.copytree(SOURCES, project.root, dirs_exist_ok=True)
    project.configure('strict = true\nenable_error_code = ["unused-awaitable"]')
    return project.mypy()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_exactly_the_marked_lines_are_errors(subject: str, result: Result) -> None:
    source = (SOURCES / "shop" / subject).read_text()
    errors = [error for error in result.errors if error.file == f"shop/{subject}"]
    assert marked.differences(source, errors) == [], result.output


def test_correct_programs_are_silent(result: Result) -> None:
    assert [line for line in result.lines if line.startswith("shop/correct_programs.py")] == []
