"""Puts ``aauthor`` and ``abooks`` beside ``author`` and ``books``, as soon as Django has made those."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.db.models.fields.related import lazy_related_operation
from django.db.models.signals import class_prepared

from aobjects import relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects.models import AsyncModel


def relations_of(model: type[Model]) -> Iterator[tuple[str, Any]]:
    """Yield the relations that a model has, inherited and reverse ones too, with their names."""
    attributes: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        # Each model below Model has few attributes; Model itself has many, and no relation.
        if base not in Model.__mro__:
            attributes |= vars(base)
    for name, attribute in attributes.items():
        if relations.is_to_one(attribute) or relations.is_to_many(attribute):
            yield name, attribute


def async_name(name: str) -> str:
    return f"a{name}"


def is_async_accessor(model: type[Model], name: str) -> bool:
    """Tell whether the model's attribute of this name is one that was put there by this module."""
    attribute = inspect.getattr_static(model, name, None)
    return isinstance(attribute, relations.AsyncRelation | relations.AsyncRelationToMany)


def _add_accessors(model: type[Model]) -> None:
    for name, relation in relations_of(model):
        accessor = relations.AsyncRelation if relations.is_to_one(relation) else relations.AsyncRelationToMany
        # What the project wrote under this name stays, and `manage.py check` reports it.
        if not hasattr(model, async_name(name)):
            setattr(model, async_name(name), accessor(name))


def install(base: type[AsyncModel]) -> None:
    """Add accessors to each model below `base`, now and whenever a model that relates to it is made."""

    def add_below(model: type[Model]) -> None:
        if issubclass(model, base):
            _add_accessors(model)
        for child in model.__subclasses__():
            add_below(child)

    def add_to_both_sides(model: type[Model], related: type[Model], **kwargs: Any) -> None:
        add_below(model)
        add_below(related)

    def prepare(sender: type[Model], **kwargs: Any) -> None:
        # Django's own operations on these two models, which make the accessors, were registered before.
        lazy_related_operation(add_to_both_sides, sender, sender)
        for field in (*sender._meta.local_fields, *sender._meta.local_many_to_many):
            if field.remote_field is not None:
                lazy_related_operation(add_to_both_sides, sender, field.remote_field.model)

    class_prepared.connect(prepare, weak=False)


__all__ = ["async_name", "install", "is_async_accessor", "relations_of"]
