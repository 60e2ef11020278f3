"""A field whose choices are rows knows its queryset; choices are gone through where they are put there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, Instance, NoneType, TypeOfAny, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation, form_fields
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Argument, Call

_MULTIPLE: Final = "django.forms.models.ModelMultipleChoiceField"
_SELECT: Final = "django.forms.widgets.Select"


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    """Return a field that knows its widget, and its queryset where its choices are rows."""
    fields: dict[str, Type] = {}
    if instance.type.has_base(names.MODEL_CHOICE_FIELD):
        queryset = call.argument(0, form_fields.QUERYSET)
        if queryset is None or queryset.value is None or not instances.tagged_instances(queryset.value):
            return UNANSWERED
        fields[form_fields.QUERYSET] = queryset.value
    else:
        _go_through(analysis, call.keywords.get(form_fields.CHOICES))
    if instance.type.has_base(_MULTIPLE):
        fields[form_fields.MANY] = NoneType()
    required = call.keywords.get(form_fields.REQUIRED)
    if required is not None and expressions.is_name(required.expr, names.FALSE):
        fields[form_fields.OPTIONAL] = NoneType()
    widget = _widget(analysis, call)
    if widget is not None:
        address = analysis.allocate(call.node, heap.Record({}), role="=widget")
        fields[form_fields.WIDGET] = addresses.with_address(widget, address)
    return addresses.with_address(instance, analysis.allocate(call.node, heap.Record(fields)))


def _widget(analysis: Evaluator, call: Call) -> Instance | None:
    """Return the widget of a new field: the one that it is given, itself or its class."""
    given = call.keywords.get(form_fields.WIDGET)
    if given is None:
        return analysis.instance_of(_SELECT)
    if given.value is None:
        return None
    made = declared.instance_of_class(get_proper_type(given.value))
    return made if isinstance(made, Instance) else instances.first(given.value)


def _construct_widget(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    _go_through(analysis, call.argument(1, form_fields.CHOICES))
    return UNANSWERED


def _go_through(analysis: Evaluator, choices: Argument | None) -> None:
    if choices is not None:
        evaluation.evaluate(analysis, choices.value, choices.expr, diagnostics.CHOICES)


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    """Go through ``field.choices = value`` at once; a new queryset is what the widget shows again."""
    entry = analysis.entry(instance)
    record = entry if isinstance(entry, heap.Record) else None
    if target.name == form_fields.CHOICES:
        if source is not None:
            evaluation.evaluate(analysis, value, source, diagnostics.CHOICES)
        if value is None and record is not None:
            # A body without types does not tell what they are: they are there.
            given = record.assigned(target.name, AnyType(TypeOfAny.special_form))
            analysis.put(instance, given)
            return True
    if target.name == form_fields.QUERYSET and record is not None:
        for widget in instances.tagged_instances(record.fields.get(form_fields.WIDGET)):
            analysis.put(widget, heap.Record({}))
    return False


RULE: Final = Rule(construct=_construct, assign=_assign)
WIDGET: Final = Rule(construct=_construct_widget, assign=_assign)
