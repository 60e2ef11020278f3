"""The stubs are right where asgiref's inline types are right, and where these are wrong, in six checkers."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.stubs.battery import (
    FOLDER,
    RUN_SYNC,
    asserts,
    exchangeable,
    expected_errors,
    lines,
    measure_aobjects,
    measure_inline,
    measure_run_sync,
    measure_stubs,
    table,
)
from tests.stubs.checkers import CHECKERS, MYPY_WITH_PLUGIN, Checker


@dataclass(frozen=True, slots=True)
class Limitation:
    """Lines that these checkers get wrong, those in `worse` only since there are stubs."""

    reason: str
    checkers: list[str]
    lines: list[str]
    worse: list[str]


LIMITATIONS: Final = [
    Limitation(found["reason"], found["checkers"], found["lines"], found.get("worse", []))
    for found in tomllib.loads((Path(__file__).parent / "limitations.toml").read_text())["limitation"]
]

ALL: Final = (*CHECKERS, MYPY_WITH_PLUGIN)

every_checker = pytest.mark.parametrize("checker", ALL, ids=lambda checker: checker.name)
without_plugin = pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.name)


def test_the_battery_is_large_enough() -> None:
    assert len(asserts()) >= 100
    assert len(expected_errors()) >= 30


def test_each_claim_of_the_battery_stands_on_one_line_of_its_own() -> None:
    """A checker may put the error of a longer statement on any of its lines."""
    for path in sorted([*FOLDER.glob("*.py"), *RUN_SYNC.glob("*.py")]):
        claims = [
            node
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Expr) and "assert_type" in ast.unparse(node)
        ]
        long = [node.lineno for node in claims if node.lineno != node.end_lineno]
        assert not long, f"{path.name}: {long}"
    both = [str(line) for line in (*lines(), *lines(RUN_SYNC)) if line.asserts and line.must_fail]
    assert not both


def test_no_limited_line_of_a_file_stands_there_twice() -> None:
    """limitations.toml names a line by its code."""
    limited = {line for limitation in LIMITATIONS for line in limitation.lines}
    count = Counter(map(str, (*lines(), *lines(RUN_SYNC))))
    assert not {line: count[line] for line in limited if count[line] != 1}


@every_checker
def test_what_is_wrong_is_a_limitation_with_a_reason(checker: Checker) -> None:
    measured = measure_stubs(checker).wrong | measure_run_sync(checker).wrong
    wrong = {str(line): said for line, said in measured.items()}
    known = {
        line for limitation in LIMITATIONS if checker.name in limitation.checkers for line in limitation.lines
    }
    assert {line: said for line, said in wrong.items() if line not in known} == {}, "wrong, and not listed"
    assert known - wrong.keys() == set(), "right by now: remove it from limitations.toml"


@every_checker
def test_nothing_that_the_inline_types_had_right_is_lost_without_being_named(checker: Checker) -> None:
    right_before = measure_stubs(checker).wrong.keys() - measure_inline(checker).wrong.keys()
    named = {
        line for limitation in LIMITATIONS if checker.name in limitation.worse for line in limitation.lines
    }
    assert {str(line) for line in right_before} == named


def test_with_the_plugin_mypy_gets_nothing_wrong() -> None:
    assert MYPY_WITH_PLUGIN.name not in {name for limitation in LIMITATIONS for name in limitation.checkers}


@without_plugin
def test_the_functions_of_aobjects_are_as_exact_as_the_stubs_without_them(checker: Checker) -> None:
    files = exchangeable()
    assert len(files) >= 5
    ours, stubs = (
        {line for line in measured.wrong if line.file in files}
        for measured in (measure_aobjects(checker), measure_stubs(checker))
    )
    assert ours == stubs


@every_checker
def test_the_stubs_add_no_error_to_a_line_that_claims_nothing(checker: Checker) -> None:
    assert measure_stubs(checker).unexpected_errors() == 0


@every_checker
def test_the_stubs_make_more_right_than_the_inline_types(checker: Checker) -> None:
    before, after = measure_inline(checker), measure_stubs(checker)
    assert len(after.wrong) < len(before.wrong)


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    text = table()
    with capsys.disabled():
        print(f"\n{text}")
    assert [row.split()[0] for row in text.splitlines()[1:]] == [checker.name.split()[0] for checker in ALL]
