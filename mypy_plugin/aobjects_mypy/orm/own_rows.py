"""What ``self`` is in a method of a manager or of a queryset: the rows of the model that has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.types import Instance
from mypy.typevars import fill_typevars

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts
from aobjects_mypy.orm import evaluation, managers, queries, unseen
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.models.model_schema import ModelSchema


def of(analysis: Analysis, function: nodes.FuncDef) -> Instance | None:
    """Return the manager, or a queryset as the manager makes it: ``Book.objects.newest()`` can be called.

    A method of querysets that is called behind others has what they load: its callers are told.
    """
    info = function.info
    if not info or function.is_static or function.is_class:
        return None
    schema, manager, is_queryset = analysis.schema.managed_by(info.fullname) or _declared(analysis, info)
    if schema is None or (is_queryset and analysis.callees.is_chained(function.name, schema.manager_names)):
        return None
    entry = managers.of_model(analysis, schema, manager, function)
    definer = info.get_containing_type_info("get_queryset")
    if manager is None and definer is not None and not definer.module_name.startswith("django."):
        entry = managers.as_made(analysis, entry, [info], function)
    entry = replace(entry, state=entry.state.at_query(None), is_manager=not is_queryset, query=None)
    address = analysis.allocate(address_parts.of_self(info.fullname), entry)
    if not (info.has_base(names.QUERYSET) or info.has_base(names.BASE_MANAGER)):
        # mypy cannot read its base: Django's metadata knows its methods.
        return unseen.manager(analysis, schema.fullname, address)
    return addresses.with_address(queries.of_class(info, analysis.instance_of(schema.fullname)), address)


def _declared(analysis: Analysis, info: nodes.TypeInfo) -> tuple[ModelSchema | None, str | None, bool]:
    """Return the model of ``class Q(QuerySet["Book"])``, which no model has as its manager's."""
    own = fill_typevars(info)
    model = evaluation.model_type(own) if isinstance(own, Instance) else None
    schema = analysis.model_of(model.type) if model is not None else None
    return schema, None, info.has_base(names.QUERYSET)
