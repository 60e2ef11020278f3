"""The fields of a form whose choices are rows: their querysets, and the rows that validation chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, NoneType, Type

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator

MANY = "many"
"""What is kept of a field that gives several rows, beside its queryset."""
CHOICES = "choices"
QUERYSET = "queryset"
WIDGET = "widget"
REQUIRED = "required"
OPTIONAL = "optional"
"""What is kept of a field that may be left empty: no row is chosen then."""


@dataclass(frozen=True, slots=True)
class OfModel:
    """A field that a form makes of a relation."""

    model: str
    """Whose rows it offers."""
    is_many: bool = False
    is_optional: bool = False


def choices(
    analysis: Evaluator, made: Instance, place: nodes.Expression, of_model: Mapping[str, OfModel]
) -> Type | None:
    """Return the dict of the fields that have choices: those whose choices are rows know their queryset.

    ``of_model`` are the fields that the form makes of relations.
    """
    held: dict[str, Type] = {
        name: field
        for name, made_of in of_model.items()
        if (field := _of_relation(analysis, name, made_of, place)) is not None
    }
    for name, has_choices in written_fields(made.type, names.CHOICE_FIELD).items():
        function = analysis.callees.class_value(made.type, name) if has_choices else None
        with analysis.off_loop(), analysis.site(f".{name}"):
            ran = analysis.run_called(function, {}, place) if function is not None else None
        value = ran.value if ran is not None else None
        if value is not None and instances.tagged_instances(value):
            held[name] = value
    field = analysis.instance_of(names.FIELD_OF_FORM)
    listed = analysis.dict_of(field) if field is not None and held else None
    if listed is None:
        return None
    address = analysis.allocate(place, heap.Record(held), role=".fields")
    return addresses.with_address(listed, address)


def _of_relation(analysis: Evaluator, name: str, made_of: OfModel, place: nodes.Expression) -> Type | None:
    """Return the field that a form makes of a relation: it offers what the model's manager has."""
    schema, row = analysis.schema.model(made_of.model), analysis.instance_of(made_of.model)
    field = analysis.instance_of(names.MODEL_CHOICE_FIELD)
    shape = analysis.instance_of(names.QUERYSET, [row, row]) if row is not None else None
    if schema is None or field is None or shape is None:
        return None
    rows = replace(managers.of_model(analysis, schema, None, managers.nowhere()), is_manager=False)
    offered = addresses.with_address(shape, analysis.allocate(place, rows, role=f".{name}=offered"))
    marks = dict.fromkeys([MANY] * made_of.is_many + [OPTIONAL] * made_of.is_optional, NoneType())
    made = heap.Record({QUERYSET: offered, **marks})
    return addresses.with_address(field, analysis.allocate(place, made, role=f".{name}=field"))


def written_fields(info: nodes.TypeInfo, kind: str = names.MODEL_CHOICE_FIELD) -> dict[str, bool]:
    """Return the fields that the form's own body declares, and whether each is of this kind."""
    found: dict[str, bool] = {}
    for base in reversed(info.mro):
        if base.module_name.startswith("django."):
            continue
        for name, symbol in base.names.items():
            typ = getattr(symbol.node, "type", None) if isinstance(symbol.node, nodes.Var) else None
            for item in instances.instances(typ):
                if item.type.has_base(names.FIELD_OF_FORM):
                    found[name] = item.type.has_base(kind)
    return found


def _known(analysis: Analysis, form: heap.ModelForm) -> Iterable[str]:
    """Yield the names of the fields of which something is known."""
    for listed in instances.instances(form.attributes.get("fields")):
        record = analysis.entry(listed)
        yield from record.fields if isinstance(record, heap.Record) else ()


def field_of(analysis: Analysis, form: heap.ModelForm, name: str) -> heap.Record | None:
    """Return what is known of a field whose choices are rows."""
    for listed in instances.instances(form.attributes.get("fields")):
        record = analysis.entry(listed)
        held = record.fields.get(name) if isinstance(record, heap.Record) else None
        for field in instances.instances(held):
            entry = analysis.entry(field)
            return entry if isinstance(entry, heap.Record) else None
    return None


def may_ask(analysis: Analysis, form: heap.ModelForm, name: str, *, validates: bool) -> bool:
    """Tell a field whose queryset may match something: ``Author.objects.none()`` asks nobody.

    Choices that were put there by hand are shown in place of the queryset; validation asks the queryset.
    """
    field = field_of(analysis, form, name)
    held = field.fields if field is not None else {}
    widget = held.get(WIDGET)
    if not validates and (CHOICES in held or (widget and not _shows_rows(analysis, instances.first(widget)))):
        return False
    queryset = instances.first(held.get(QUERYSET))
    entry = analysis.entry(queryset) if queryset is not None else None
    return not (isinstance(entry, heap.QuerySet) and entry.empty)


def _shows_rows(analysis: Analysis, widget: Instance | None) -> bool:
    """Tell the widget that the field was made with, where it lists choices and was given no others."""
    entry = analysis.entry(widget) if widget is not None else None
    lists = widget is not None and widget.type.has_base(names.CHOICE_WIDGET)
    return lists and isinstance(entry, heap.Record) and CHOICES not in entry.fields


def cleaned(
    analysis: Evaluator, instance: Instance, form: heap.ModelForm, result: Type | None
) -> Type | None:
    """Return the cleaned values, of fields whose choices are rows the row that was chosen."""
    held: dict[str, Type] = {}
    for name, has_rows in {
        **dict.fromkeys(_known(analysis, form), True),
        **written_fields(instance.type),
    }.items():
        value = chosen(analysis, instance, form, name) if has_rows else None
        if value is not None:
            held[name] = value
    shape = instances.first(result) or analysis.dict_of()
    if not held or shape is None:
        return None
    address = analysis.allocate(
        address_parts.below(analysis.address_of(instance), "cleaned"), heap.Record(held)
    )
    return addresses.with_address(shape, address)


def chosen(analysis: Evaluator, instance: Instance, form: heap.ModelForm, name: str) -> Type | None:
    """Return the row, or the rows, that validation has found for a field."""
    # A method of the project's may make another row of the one that was chosen.
    is_kept = instances.member(instance.type, f"clean_{name}") is None
    field = field_of(analysis, form, name) if is_kept else None
    queryset = instances.first(field.fields.get(QUERYSET)) if field is not None else None
    entry = analysis.entry(queryset) if queryset is not None else None
    model = analysis.instance_of(entry.model) if isinstance(entry, heap.QuerySet) else None
    if field is None or not isinstance(entry, heap.QuerySet) or model is None or queryset is None:
        return None
    place = address_parts.below(analysis.address_of(instance), name)
    if MANY in field.fields:
        # Validation has gone through it.
        rows = analysis.allocate(place, replace(entry, cache=heap.Cache.FILLED))
        return addresses.with_address(queryset, rows)
    if place not in analysis.state.heap:
        place = analysis.allocate(place, evaluation.new_row(analysis, entry))
    row = addresses.with_address(model, place)
    return instances.union([row, NoneType()]) if OPTIONAL in field.fields else row
