"""A field whose choices are rows knows its queryset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import NoneType

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import form_fields
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_MULTIPLE: Final = "django.forms.models.ModelMultipleChoiceField"


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    """Return a field that knows its queryset."""
    queryset = call.argument(0, "queryset")
    if queryset is None or not instances.tagged_instances(queryset.value):
        return UNANSWERED
    fields: dict[str, Type] = {"queryset": queryset.value} if queryset.value is not None else {}
    if instance.type.has_base(_MULTIPLE):
        fields[form_fields.MANY] = NoneType()
    return addresses.with_address(instance, analysis.allocate(call.node, heap.Record(fields)))


RULE: Final = Rule(construct=_construct)
