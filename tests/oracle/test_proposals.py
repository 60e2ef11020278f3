"""Every proposal of every case is applied: mypy takes it, it raises nothing, and returns what was meant."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle import proposals
from tests.oracle.cases import Case, Function, find_cases
from tests.oracle.checkout import CASES as FOLDER
from tests.oracle.execute import run_script
from tests.oracle.test_cases import BRIDGE, case_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.oracle.conftest import Judged
    from tests.oracle.proposals import Applied, Found

pytestmark = pytest.mark.any_django("what the reports of the checker propose")

CASES = find_cases()
BEST, LAST = 0, -1
LINE = 120
RUNNER = "tests.oracle.run_proposals"
WITH_AN_EDIT = 0.85
"""Of all reports; for the others there are words."""


@dataclass(slots=True)
class Proposals:
    """What was applied, and what the functions did afterwards and before."""

    selected: list[Case]
    applied: dict[int, Applied] = field(default_factory=dict)
    after: dict[int, dict[str, Any]] = field(default_factory=dict)
    sync: dict[str, Any] = field(default_factory=dict)
    """The outcomes of the cases as they are, where Django lets them query on the event loop."""


@pytest.fixture(scope="module")
def done(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, judged: Judged
) -> Proposals:
    """Apply the best fix of each report, and then, to fresh copies, the last of those that have several."""
    parameters = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    names = {given["case"].module for given in parameters if "case" in given}
    made = Proposals([case for case in CASES if case.module in names] or CASES)
    work = tmp_path_factory.mktemp("proposals").resolve()
    shutil.copytree(judged.mypy.cache, work / "cache")
    first = proposals.errors_in(judged.messages, FOLDER)
    best = proposals.apply_all(work, [case.module for case in made.selected], first, BEST)
    mended = {(one.module, one.line) for one in _ours(best.first)}
    _run(made, BEST, best, mended, work)
    several = {(one.module, one.line) for one in _ours(best.first) if len(one.report.fixes) > 1}
    modules = sorted({module for module, _ in several})
    if modules:
        _run(made, LAST, proposals.apply_all(work, modules, first, LAST), several, work)
    made.sync = _execute(made.selected, mended, work / "sync", FOLDER, allow=True)
    return made


def _run(made: Proposals, which: int, applied: Applied, lines: set[tuple[str, int]], work: Path) -> None:
    made.applied[which] = applied
    made.after[which] = _execute(made.selected, lines, work / "after", applied.root, allow=False)


def _execute(
    cases: Sequence[Case], lines: set[tuple[str, int]], work: Path, root: Path, *, allow: bool
) -> dict[str, Any]:
    """Run the functions that hold one of these lines, as they stand below ``root``."""
    plan = [
        {"module": case.module, "function": function.name}
        for case in cases
        for function in case.functions
        if any((case.module, line) in lines for line in function.lines)
    ]
    work.mkdir(exist_ok=True)
    return run_script(RUNNER, work, plan, root=root, allow=allow)


def _ours(found: Sequence[Found]) -> list[Found]:
    return [one for one in found if one.report is not None]


def wrong(done: Proposals, case: Case, which: int) -> list[str]:
    """Return a line for each proposal of a case that is not right, and for what mypy says of them."""
    applied = done.applied.get(which)
    if applied is None:
        return []
    first = [one for one in applied.first if one.module == case.module]
    known = {(one.code, one.text) for one in first if one.report is None}
    lines = [
        f"{case.path}:{one.line} of the copy: {one.text}  [{one.code}]"
        for one in applied.left
        if one.module == case.module and one.report is None and (one.code, one.text) not in known
    ]
    for one in _ours(first):
        function = next((each for each in case.functions if one.line in each.lines), None)
        name = f"{case.module}:{function.name}" if function is not None else ""
        if function is not None and one.report.fixes and name in done.after[which]:
            after, before = done.after[which][name], done.sync[name]
            if not is_mended(function, after, before):
                lines.append(
                    f"{case.path}:{one.line}: {one.report.fixes[which].title}: {after}, not {before}"
                )
    return lines


def is_mended(function: Function, after: dict[str, Any], before: dict[str, Any]) -> bool:
    """Tell whether a function does by now what it was meant to do."""
    outcome = after.get("raised"), after.get("returned")
    if outcome == (before.get("raised"), before.get("returned")):
        return True
    codes = {mark.code for mark in function.marks}
    if any(mark.silent for mark in function.marks) and "async-bridge" in codes:
        # Its assertions say what was wrong.
        return outcome[0] == AssertionError.__name__
    return "async-bridge" in codes and before.get("raised") in BRIDGE and outcome[0] is None


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_every_proposal_is_right(case: Case, done: Proposals) -> None:
    assert not wrong(done, case, BEST) + wrong(done, case, LAST)


def test_most_reports_have_an_edit(done: Proposals) -> None:
    counted: Counter[str] = Counter()
    for which, name in ((BEST, "the best"), (LAST, "the last of several")):
        applied = done.applied.get(which)
        for case in done.selected:
            is_wrong = bool(wrong(done, case, which))
            for one in _ours(applied.first if applied is not None else []):
                if one.module == case.module and (which == BEST or len(one.report.fixes) > 1):
                    verdict = "no edit" if not one.report.fixes else "wrong" if is_wrong else "right"
                    counted[f"{verdict}, {name}"] += 1
    print(dict(counted))
    best = {verdict: counted[f"{verdict}, the best"] for verdict in ("right", "wrong", "no edit")}
    assert best["right"] >= WITH_AN_EDIT * sum(best.values())


def test_lines_are_short(done: Proposals) -> None:
    """Beside its place and its code; only names that are long themselves may make one longer."""
    said = [one.text for applied in done.applied.values() for one in _ours(applied.first)]
    long = [text for text in said if len(text) > LINE]
    assert len(long) <= len(said) / 100, long


def test_what_is_left_has_no_edit(done: Proposals) -> None:
    """Applying them comes to an end: no proposal brings up another for ever."""
    for applied in done.applied.values():
        left = [one for one in _ours(applied.left) if one.report.fixes]
        assert not left, [(one.module, one.line, one.text) for one in left]
