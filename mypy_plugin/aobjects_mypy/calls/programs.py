"""Run a program that nobody wrote: what it does to its values, it does at the line that runs it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.domain.effects import Step
from aobjects_mypy.programs.writer import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.programs.writer import Program

_NUMBERED: Final = re.compile(rf"{OWN}\d*(?=\W|$)")


def run(
    analysis: Evaluator, program: Program, values: Mapping[str, Type | None], place: nodes.Expression
) -> list[Finding]:
    """Return what the program does to the event loop, with these values under the names that it has for them.

    The first step of each finding stands at a place of the program.
    """
    return returned(analysis, program, values, place)[1]


def returned(
    analysis: Evaluator, program: Program, values: Mapping[str, Type | None], place: nodes.Expression
) -> tuple[Type | None, list[Finding]]:
    """Return what the program returns, and what ``run`` does."""
    known = {access_paths.name(name): value for name, value in values.items() if value is not None}
    scope = heap.Scope(program, f"{program.name}{OWN}", known, {})
    ran = analysis.run_called(program.function, {}, place, scope)
    if ran is None:
        return None, []
    return ran.value, [_placed(finding, program) for finding in ran.findings]


def _placed(finding: Finding, program: Program) -> Finding:
    """Name the place that a line of the program stands for, which is no line of a module."""
    first, *others = finding.steps
    words = _NUMBERED.sub("", first.words).replace(OWN, ".")
    return replace(finding, steps=(Step(words, program.places[first.line], "", 0), *others))
