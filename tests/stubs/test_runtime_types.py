"""The types of `aobjects` are right in six checkers without a plugin: what is awaited, what is refused."""

from __future__ import annotations

import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.stubs.battery import MARK, lines
from tests.stubs.checkers import CHECKERS, CONFIGURATION, Checker
from tests.stubs.environments import environment, with_runtime

FOLDER: Final = Path(__file__).parent / "runtime"
LIMITATIONS: Final = tomllib.loads((Path(__file__).parent / "runtime_limitations.toml").read_text())
SETTINGS: Final = {
    **CONFIGURATION,
    # Without a file of its own, pyrefly leaves most of its checks out.
    "pyrefly.toml": "",
    "mypy.ini": "[mypy]\nenable_error_code = truthy-bool\n",
}

every_checker = pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.name)


@cache
def wrong_lines(checker: Checker) -> dict[str, list[str]]:
    """Return the lines with an error too many or too few, and what the checker says there."""
    target = with_runtime(environment("runtime-types", "Django~=5.2.0", "django-stubs~=6.1.0"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "project"
        folder.mkdir()
        for path in FOLDER.glob("*.py"):
            (folder / path.name).write_text(path.read_text())
        for name, text in SETTINGS.items():
            (folder / name).write_text(text)
        errors = checker.check(folder, target)
    found = {line: errors.pop((line.file, line.number), []) for line in lines(FOLDER)}
    assert not errors, "errors outside the folder"
    return {str(line): said for line, said in found.items() if bool(said) != line.must_fail}


def test_the_lines_are_many() -> None:
    assert sum(line.asserts for line in lines(FOLDER)) >= 60
    assert sum(line.must_fail for line in lines(FOLDER)) >= 30
    assert all(line.code.endswith(")") for line in lines(FOLDER) if line.asserts), MARK


@every_checker
def test_what_is_wrong_is_a_limitation_with_a_reason(checker: Checker) -> None:
    limitations = LIMITATIONS.get("limitation", [])
    known = {line for each in limitations if checker.name in each["checkers"] for line in each["lines"]}
    wrong = wrong_lines(checker)
    assert {line: said for line, said in wrong.items() if line not in known} == {}, "wrong, and not listed"
    assert known - wrong.keys() == set(), "right by now: remove it from runtime_limitations.toml"
