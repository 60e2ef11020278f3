"""``SimpleLazyObject(function)``: the function is called where the object is used for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, Type, TypeOfAny

from aobjects_mypy.analysis.evaluator import Evaluator
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax.call import Call
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.rule import Answer

LAZY_OBJECT: Final = "django.utils.functional.SimpleLazyObject"


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    function = call.argument(0, "func")
    if function is None or function.value is None:
        return UNANSWERED
    return addresses.with_address(
        instance, analysis.allocate(call.node, heap.LazyValue(function.value), role="=lazy")
    )


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    value = _value(analysis, instance, expr.expr)
    return analysis.read(value, expr.name, expr) if value is not None else UNANSWERED


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    value = _value(analysis, instance, target.expr)
    if value is None or call.arguments:
        return UNANSWERED
    return analysis.call_method(value, target.name, call.node)


def _use(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    """Call the function, as an attribute, a comparison, the truth and the text of the object do."""
    if isinstance(analysis, Evaluator):
        _value(analysis, instance, node)


def _value(analysis: Evaluator, instance: Instance, place: nodes.Expression) -> Type | None:
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.LazyValue):
        return None
    if entry.value is None:
        _, value = analysis.call_value(entry.function, Call(place, place, (), None))
        known = value if value is not None else AnyType(TypeOfAny.special_form)
        analysis.put(instance, heap.LazyValue(entry.function, known))
        return value
    return entry.value


RULE: Final = Rule(construct=_construct)
HELD: Final = Rule(attribute=_attribute, method=_method, use=_use)
"""Of a lazy object that was made in sight."""
