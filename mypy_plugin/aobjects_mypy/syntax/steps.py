"""The expressions at which a function of a module takes a step of a way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import walk

if TYPE_CHECKING:
    from aobjects_mypy.domain.effects import Step


def taken_at(tree: nodes.MypyFile, step: Step) -> list[nodes.Expression]:
    """Return all that begins on the line of the step, from left to right within each statement."""
    function = next((each for each in walk.functions(tree.defs) if each.fullname == step.function), None)
    if function is None:
        return []
    line = function.line + step.line
    parts = walk.with_nested_functions(function.body)
    return [part for part in parts if isinstance(part, nodes.Expression) and part.line == line]
