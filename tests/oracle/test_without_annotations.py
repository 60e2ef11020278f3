"""What is judged with annotations is judged without: the cases, with those of functions taken out."""

from __future__ import annotations

import ast
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.oracle.annotations import without_annotations
from tests.oracle.cases import find_cases
from tests.oracle.checkout import CASES
from tests.oracle.mypy_run import Mypy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.cases import Case, Function

pytestmark = pytest.mark.any_django("what an annotation says and our own values say without it")

AGREE: Final = 0.95
"""The share of functions, of those in modules that have annotations, with the same verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One function, the lines that are marked, and those that are reported without annotations."""

    name: str
    marked: frozenset[int]
    reported: frozenset[int]

    @property
    def agrees(self) -> bool:
        return self.marked == self.reported


def test_annotations_go_and_lines_stay() -> None:
    source = (
        'async def f(a: int, *b: str, c: list[\n    int] = [1], **d: bool) -> None:\n    e: str = "é: ->"\n'
    )
    stripped = without_annotations(source)
    assert ast.unparse(ast.parse(stripped)) == ("async def f(a, *b, c=[1], **d):\n    e = 'é: ->'")
    assert len(stripped.splitlines()) == len(source.splitlines())


@pytest.fixture(
    scope="module",
    params=[pytest.param(True, id="which mypy checks"), pytest.param(False, id="which mypy skips")],
)
def verdicts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, libraries: Path
) -> list[Verdict]:
    work = tmp_path_factory.mktemp("without").resolve()
    root = work / "cases"
    shutil.copytree(CASES, root, ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache"))
    cases = [case for case in find_cases() if _has_annotations(case)]
    for case in cases:
        _copied(case, root).write_text(without_annotations(case.path.read_text()))
    mypy = Mypy(work, root, untyped=request.param, libraries=libraries)
    messages = mypy.check([_copied(case, root) for case in find_cases()])
    reported: dict[Path, set[int]] = {}
    for message in messages:
        if message.severity == "error" and message.code.startswith("async-"):
            reported.setdefault(message.file, set()).add(message.line)
    return [
        Verdict(f"{case.module}:{function.name}", _marked(function), _within(function, lines))
        for case in cases
        for lines in [reported.get(_copied(case, root), set())]
        for function in case.functions
    ]


def _copied(case: Case, root: Path) -> Path:
    return root / case.path.relative_to(CASES)


def _has_annotations(case: Case) -> bool:
    if case.module.startswith("frameworks."):
        # They read annotations when they run: without them it is another program.
        return False
    source = case.path.read_text()
    return without_annotations(source) != source


def _marked(function: Function) -> frozenset[int]:
    return frozenset(mark.line for mark in function.marks)


def _within(function: Function, lines: set[int]) -> frozenset[int]:
    return frozenset(line for line in lines if line in function.lines)


def test_verdicts_agree(verdicts: list[Verdict]) -> None:
    others = [verdict for verdict in verdicts if not verdict.agrees]
    share = 1 - len(others) / len(verdicts)
    print(f"without annotations {share:.3f} of {len(verdicts)} functions have the same verdict; not:")
    for verdict in others:
        print(f"  {verdict.name}: marked {sorted(verdict.marked)}, reported {sorted(verdict.reported)}")
    assert share >= AGREE


def test_nothing_is_reported_that_raises_nothing(verdicts: list[Verdict]) -> None:
    """Without annotations less may be known, never something else: no line before the one that raises."""
    wrong = [
        verdict
        for verdict in verdicts
        if any(line < min(verdict.marked, default=line + 1) for line in verdict.reported)
    ]
    assert wrong == []
