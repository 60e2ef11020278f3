"""Each case says which lines are unsafe: mypy reports exactly those, and Django raises on them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle.cases import Case, Function, Mark, find_cases
from tests.oracle.execute import run_script

if TYPE_CHECKING:
    from tests.oracle.conftest import Judged
    from tests.oracle.mypy_run import Message

CASES = find_cases()
FUNCTIONS = [(case, function) for case in CASES for function in case.functions]
UNSAFE = "SynchronousOnlyOperation"
# What asgiref raises for a function of the wrong colour, and for a loop inside a loop.
BRIDGE = {"TypeError", "RuntimeError"}


def case_id(case: Case) -> str:
    return case.module.replace(".", "/")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, selected: set[str]) -> dict[str, Any]:
    plan = [
        {"module": case.module, "function": function.name}
        for case, function in FUNCTIONS
        if case.module in selected
    ]
    return run_script("tests.oracle.run_cases", tmp_path_factory.mktemp("run").resolve(), plan)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_mypy_reports_exactly_the_marked_lines(case: Case, judged: Judged) -> None:
    found = [m for m in judged.messages if m.file == case.path and m.severity == "error"]
    differences = [
        f"{case.path}:{m.line}: reported, not marked: {m.text}  [{m.code}]"
        for m in found
        if not any(fits(m, mark) for mark in case.marks)
    ]
    differences += [
        f"{case.path}:{mark.line}: marked, not reported: {mark.code} {mark.message}"
        for mark in case.marks
        if not any(fits(m, mark) for m in found)
    ]
    assert not differences, "\n".join(differences)


def fits(message: Message, mark: Mark) -> bool:
    return (message.line, message.code) == (mark.line, mark.code) and message.text.startswith(mark.message)


@pytest.mark.parametrize(
    ("case", "function"), FUNCTIONS, ids=[f"{case_id(case)}:{function.name}" for case, function in FUNCTIONS]
)
def test_django_raises_exactly_on_the_marked_line(
    case: Case, function: Function, outcomes: dict[str, Any]
) -> None:
    outcome = outcomes[f"{case.module}:{function.name}"]
    marks = function.raising_marks
    assert len(marks) <= 1, "only the line that raises first can be confirmed"
    if marks:
        expected = BRIDGE if marks[0].code == "async-bridge" else {UNSAFE}
        assert outcome["raised"] in expected, outcome["text"]
        # A framework reads what the function returned when that is over: then no line of it is on the way.
        is_over = function.is_requested and outcome["line"] is None
        assert is_over or outcome["line"] == marks[0].line, outcome["text"]
    else:
        assert outcome["raised"] is None, outcome


@pytest.mark.parametrize(
    "function", [pytest.param(f, id=f"{case_id(case)}:{f.name}") for case, f in FUNCTIONS if f.marks]
)
def test_what_is_wrong_in_silence_is_asserted(function: Function) -> None:
    for mark in function.marks:
        assert not mark.silent or any(line > mark.line for line in function.asserts)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_every_mark_stands_in_a_function_that_is_run(case: Case) -> None:
    assert case.functions
    assert case.stray_marks == []


def test_every_subject_shows_unsafe_lines_and_their_permitted_twins() -> None:
    for subject in {case.subject for case in CASES}:
        functions = [f for case, f in FUNCTIONS if case.subject == subject]
        assert any(f.marks for f in functions), subject
        assert any(not f.marks for f in functions), subject


def test_each_shape_of_a_real_project_names_its_cases() -> None:
    page = Path(__file__).parents[2] / "typecheck_cases" / "real_world" / "README.md"
    rows = [line for line in page.read_text().splitlines() if line.startswith("| ") and "---" not in line]
    linked = [re.findall(r"\]\((\S+\.py)\)", row) for row in rows if not row.startswith("| shape")]
    assert all(linked), rows
    named = {(page.parent / target).resolve() for targets in linked for target in targets}
    assert not [path for path in named if not path.is_file()]
    assert named >= set(page.parent.glob("*.py")), "a case of no shape"


def test_enough_cases_show_what_calls_run() -> None:
    through = [function for case, function in FUNCTIONS if case.subject.startswith("through/")]
    silent = [function for function in through if not function.marks]
    print(f"through/: {len(through)} functions are executed, {len(silent)} of them must stay silent")
    assert len(through) >= 120
    assert len(silent) >= 40
