"""A parameter without annotation, or an attribute of one, in a function that is summarized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import address_parts, effects, heap
from aobjects_mypy.orm import relations
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    """Read what is a relation or a field, if the argument says so."""
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.Anything):
        return UNANSWERED
    path = f"{entry.path}__{expr.name}" if entry.path else expr.name
    step = analysis.step(f'"{expr.name}"', expr)
    analysis.record_precondition(entry.origin, effects.unloaded(path), (step,), by_name=True)
    attribute = heap.Anything(entry.origin, path)
    return addresses.with_address(
        instance, analysis.allocate(address_parts.below(analysis.address_of(instance), expr.name), attribute)
    )


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    relations.touched(analysis, instance)
    return False


HELD: Final = Rule(attribute=_attribute, assign=_assign)
