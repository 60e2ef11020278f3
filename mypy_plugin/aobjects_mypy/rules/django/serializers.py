"""What writes rows down field by field: Django's serializers, and ``model_to_dict``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Argument, Call

_NATURAL: Final = ("use_natural_foreign_keys", "use_natural_primary_keys")
"""With these, methods of the models decide what is read."""


def _model_to_dict(analysis: Analysis, call: Call) -> Type | None:
    target = call.argument(0, "instance")
    fields, exclude = call.argument(1, "fields"), call.argument(2, "exclude")
    without = expressions.literal_strings(exclude.expr) if exclude is not None else []
    if target is None or without is None or not _is_literal(fields):
        return call.result
    for instance in instances.instances(target.value):
        schema = analysis.model_of(instance.type)
        if schema is not None:
            _report(analysis, instance, schema.many_to_many_names - set(without), fields, call)
    if analysis.seeks_proof and not instances.instances(target.value):
        found = diagnostics.synchronous_query("model_to_dict", "await sync_to_async(model_to_dict)(...)")
        analysis.report(found.as_unproven(diagnostics.UNSEEN_VALUE), call.node)
    return call.result


def _serialize(analysis: Evaluator, call: Call) -> Type | None:
    """Iterate the rows, and write each down with the keys of its many-to-many relations."""
    rows, fields = call.argument(1, "queryset"), call.keywords.get("fields")
    if rows is None or call.has_unpacking or any(name in call.keywords for name in _NATURAL):
        return call.result
    row = evaluation.iterate(analysis, rows.value, rows.expr, diagnostics.use_by(call.callee_name))
    if not _is_literal(fields):
        return call.result
    for instance in instances.instances(row):
        schema = analysis.model_of(instance.type)
        if schema is not None:
            written = _keys_of_many(schema.model)
            _report(analysis, instance, written, fields, call)
    return call.result


def _keys_of_many(model: type[Model]) -> list[str]:
    """Return the many-to-many relations that are written down: those whose table is Django's own affair."""
    concrete = model._meta.concrete_model
    return [
        field.name
        for field in (concrete._meta.local_many_to_many if concrete is not None else ())
        if getattr(field, "serialize", True) and _is_made_by_django(field.remote_field.through)
    ]


def _is_made_by_django(table: type[Model] | None) -> bool:
    return table is not None and bool(table._meta.auto_created)


def _is_literal(fields: Argument | None) -> bool:
    return (
        fields is None
        or expressions.is_none(fields.expr)
        or expressions.literal_strings(fields.expr) is not None
    )


def _report(
    analysis: Analysis, instance: Instance, related: Iterable[str], fields: Argument | None, call: Call
) -> None:
    """Report the call where one of the fields that are written is a query of its own."""
    schema, found = analysis.model_of(instance.type), analysis.row(instance)
    if schema is None:
        return
    only = expressions.literal_strings(fields.expr) if fields is not None else None
    deferred = {name for name in schema.columns if found and name in found[1].state.deferred}
    prefetched = set(found[1].state.managers) if found is not None else set()
    read = ({*related} | deferred) - prefetched
    if read if only is None else read & set(only):
        use = f"await sync_to_async({expressions.source(call.callee)})(...)"
        analysis.report(diagnostics.synchronous_query(call.callee_name, use), call.node)


FUNCTIONS: Final[dict[str, Function]] = {
    "django.forms.models.model_to_dict": _model_to_dict,
    "django.core.serializers.serialize": _serialize,
}
