"""Apply every fix of every report to a copy of the cases, until none is left, and say what comes of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aobjects_mypy.reports import printing, source
from aobjects_mypy.reports.report import Report, from_json

from tests.oracle.checkout import CASES
from tests.oracle.mypy_run import Mypy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aobjects_mypy.reports.report import Edit, Fix

    from tests.oracle.mypy_run import Message

ROUNDS = 6
"""How often what is left may be looked at again: a mended line can bring out another."""


@dataclass(frozen=True, slots=True)
class Found:
    """One error in a copy of a case: ours with its report, mypy's without."""

    module: str
    line: int
    code: str
    text: str
    report: Report | None = None


@dataclass(slots=True)
class Applied:
    """What was applied to the copies, and what mypy says of them in the end."""

    root: Path
    first: list[Found] = field(default_factory=list)
    """Before anything was applied."""
    left: list[Found] = field(default_factory=list)


def copy_of_cases(work: Path, modules: Iterable[str]) -> Path:
    """Copy the shared app and some cases, so that they can be edited."""
    root = work / "cases"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(CASES / "library", root / "library", ignore=shutil.ignore_patterns("__pycache__"))
    for module in modules:
        name = module.replace(".", "/") + ".py"
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CASES / name, root / name)
    return root


def errors_in(messages: Iterable[Message], root: Path) -> list[Found]:
    """Return the errors in the cases below ``root``, with our reports."""
    found = []
    for message in messages:
        if message.severity == "error":
            written = printing.report_in(message.hint)
            report = from_json(json.loads(written)) if written is not None else None
            module = ".".join(message.file.relative_to(root).with_suffix("").parts)
            found.append(Found(module, message.line, message.code, message.text, report))
    return found


def apply_all(work: Path, modules: Sequence[str], first: Sequence[Found], choose: int = 0) -> Applied:
    """Apply the fixes of every report, the best (or, with ``choose=-1``, the last) of each.

    ``first`` is what mypy has said of the cases as they are; the cache in ``work`` may know it, too.
    """
    root = copy_of_cases(work, modules)
    mypy = Mypy(work, root, strict=True)
    paths = [root / (module.replace(".", "/") + ".py") for module in modules]
    found = [one for one in first if one.module in modules]
    applied = Applied(root, first=found)
    for number in range(ROUNDS):
        if number:
            messages = mypy.check(paths)
            found = [one for one in errors_in(messages, root) if not one.module.startswith("library.")]
        applied.left = found
        fixes = [
            one.report.fixes[choose].of(str(root / (one.module.replace(".", "/") + ".py")))
            for one in found
            if one.report is not None and one.report.fixes
        ]
        edits = [replace(edit, file=_copy(work, root, edit.file)) for edit in _compatible(fixes)]
        for path in {edit.file for edit in edits}:
            after = source.apply(Path(path).read_text(), [edit for edit in edits if edit.file == path])
            Path(path).write_text(after)
        if not edits:
            break
    return applied


def _compatible(fixes: Iterable[Fix]) -> list[Edit]:
    """Return the edits of as many fixes as can be applied together: each as a whole, the first ones first."""
    taken: list[Edit] = []
    for fix in fixes:
        taken = source.with_fix(taken, fix) or taken
    return taken


def _copy(work: Path, root: Path, file: str) -> str:
    """Return the copy of a file of the cases, as which mypy may have read it first."""
    path = (work / file).resolve()
    return str(root / path.relative_to(CASES) if path.is_relative_to(CASES) else path)
