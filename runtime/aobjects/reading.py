"""Reads a row's relations with queries that are compiled once."""

# Django's own machinery is generic in types that nobody names here, and private.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportMissingTypeArgument=false, reportAttributeAccessIssue=false
# pyright: reportMissingParameterType=false, reportPrivateUsage=false

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import router
from django.db.models import ForeignKey, OneToOneField, Q
from django.db.models.fields import related_descriptors
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ForwardOneToOneDescriptor,
    ReverseOneToOneDescriptor,
)
from django.db.models.manager import BaseManager

from aobjects import fastpaths, hydration, plans

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

_MODULE: Final = related_descriptors.__name__


class _Rows:
    """What a descriptor asks for its row: a manager's ``get()``, with Django's queryset in reserve."""

    def __init__(self, manager: BaseManager[Any], make_queryset: Callable[[], Any]) -> None:
        self._manager = manager
        self._make_queryset = make_queryset

    def get(self, *args: Any, **conditions: Any) -> Any:
        # With a Q, or from the other side of a one-to-one relation by name.
        plain = conditions | _conditions(*args) if len(args) == 1 else conditions
        row = plans.get(self._manager, plain) if plain else plans.UNPLANNED
        return self._make_queryset().get(*args, **conditions) if row is plans.UNPLANNED else row


def _conditions(q: Q) -> dict[str, Any]:
    """Return what must be equal, or nothing where that is not all."""
    children: list[Any] = q.children
    plain = not q.negated and q.connector == Q.AND and all(type(child) is tuple for child in children)
    return dict(children) if plain else {}


def _rows(descriptor: Any, make_queryset: Any, model: Any, instance: Model) -> Any:
    if not _has_default_fetch_mode(instance):
        return make_queryset(instance=instance)
    manager = model._base_manager.db_manager(hints={"instance": instance})
    return _Rows(manager, partial(make_queryset, instance=instance))


def _has_default_fetch_mode(instance: Model) -> bool:
    return getattr(instance._state, "fetch_mode", None) is hydration.DEFAULT_FETCH_MODE


# None of them is generic when it runs.
class _ForwardManyToOne(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    def get_queryset(self, *, instance: Any) -> Any:
        return _rows(self, super().get_queryset, self.field.remote_field.model, instance)


class _ForwardOneToOne(ForwardOneToOneDescriptor):  # type: ignore[type-arg]
    def get_queryset(self, *, instance: Any) -> Any:
        return _rows(self, super().get_queryset, self.field.remote_field.model, instance)


class _ReverseOneToOne(ReverseOneToOneDescriptor):  # type: ignore[type-arg]
    def get_queryset(self, *, instance: Any) -> Any:
        return _rows(self, super().get_queryset, self.related.related_model, instance)


_PLANNED: Final[dict[type[Any], type[Any]]] = {
    ForwardManyToOneDescriptor: _ForwardManyToOne,
    ForwardOneToOneDescriptor: _ForwardOneToOne,
    ReverseOneToOneDescriptor: _ReverseOneToOne,
}


def read(instance: Model, name: str) -> Any:
    """Return the row that a relation to one leads to, or raise what reading the attribute raises."""
    model = type(instance)
    descriptor: Any = getattr(model, name)
    planned = _PLANNED.get(type(descriptor))
    if (
        planned is None
        or not fastpaths.are_on()
        or not fastpaths.is_written_in(type(descriptor).get_queryset, _MODULE)
        or model.__getattribute__ is not object.__getattribute__
        # It is asked for an attribute that raised AttributeError, which a missing row is.
        or hasattr(model, "__getattr__")
    ):
        return getattr(instance, name)
    reader = object.__new__(planned)
    # One dictionary for both: it holds the class of the exception, too.
    reader.__dict__ = descriptor.__dict__
    return reader.__get__(instance, model)


def related_rows(manager: Any) -> list[Any] | None:
    """Return the rows that a foreign key's manager finds, or None where Django has to find them."""
    field: Any = getattr(manager, "field", None)
    if type(field) not in (ForeignKey, OneToOneField) or hasattr(manager, "through"):
        return None
    kind: Any = type(manager)
    instance = manager.instance
    if (
        not fastpaths.are_on()
        or not all(
            fastpaths.is_written_in(getattr(kind, method), _MODULE)
            for method in ("__init__", "get_queryset", "_apply_rel_filters")
        )
        # Of the class that Django's is derived from.
        or kind.__mro__[1].get_queryset is not BaseManager.get_queryset
        or kind.all is not BaseManager.all
        or not plans.has_plain_querysets(manager)
        or not _has_default_fetch_mode(instance)
        or manager.core_filters != {field.name: instance}
        or len(field.foreign_related_fields) != 1
        or field.remote_field.cache_name in getattr(instance, "_prefetched_objects_cache", ())
    ):
        return None
    key = instance.__dict__.get(field.target_field.attname)
    if key is None or instance.pk is None:
        return None
    alias = manager._db or router.db_for_read(manager.model, **manager._hints | {"instance": instance})
    rows = plans.rows_of_relation(manager.model, alias, field.name, key, manager.get_queryset)
    for row in rows or ():
        # As Django does with what it knows of a relation.
        if getattr(row, field.attname) == key:
            setattr(row, field.name, instance)
    return rows


__all__ = ["read", "related_rows"]
