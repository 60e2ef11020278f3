"""The accessors of a model's relations, as Django made them on the class, and where they lead."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from aobjects_mypy.models.model_schema import fullname_of
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model


class Leads(enum.Enum):
    """What an accessor of a row gives."""

    TO_ONE = "one row"
    TO_MANY = "the rows whose key points to it"
    GENERIC = "the rows whose generic key points to it"
    THROUGH_TABLE = "the rows that a table joins to it"


@dataclass(frozen=True, slots=True)
class Accessor:
    """An attribute of a model's rows: ``author``, ``books``."""

    name: str
    leads: Leads
    target: str | None = None
    """Full class name; ``None`` where any model can stand, and where an abstract model has only a name."""
    nullable: bool = False

    @property
    def async_name(self) -> str:
        return f"a{self.name}"


def accessors_of(model: type[Model]) -> Iterator[Accessor]:
    """Yield the accessors of a model, inherited and reverse ones too."""
    from django.db.models import Model

    attributes: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        if base not in Model.__mro__:
            attributes |= vars(base)
    for name, attribute in attributes.items():
        found = _accessor(name, attribute)
        if found is not None:
            yield found


def _accessor(name: str, attribute: Any) -> Accessor | None:
    from django.db.models.fields.related_descriptors import (
        ForwardManyToOneDescriptor,
        ManyToManyDescriptor,
        ReverseManyToOneDescriptor,
        ReverseOneToOneDescriptor,
    )

    if isinstance(attribute, ForwardManyToOneDescriptor):
        field: Any = attribute.field
        return Accessor(name, Leads.TO_ONE, _fullname(field.remote_field.model), bool(field.null))
    if isinstance(attribute, ReverseOneToOneDescriptor):
        return Accessor(name, Leads.TO_ONE, _fullname(attribute.related.related_model))
    if isinstance(attribute, ManyToManyDescriptor):
        joined: Any = attribute.rel
        return Accessor(
            name, Leads.THROUGH_TABLE, _fullname(joined.related_model if attribute.reverse else joined.model)
        )
    if isinstance(attribute, ReverseManyToOneDescriptor):
        rel: Any = attribute.rel
        if rel.field.one_to_many:
            # The field of a generic relation stands on this side.
            return Accessor(name, Leads.GENERIC, _fullname(rel.model))
        return Accessor(name, Leads.TO_MANY, _fullname(rel.related_model))
    # A generic foreign key: its app need not be installed. From Django 6.1 on a descriptor holds the field.
    if hasattr(getattr(attribute, "field", attribute), "ct_field"):
        return Accessor(name, Leads.TO_ONE, nullable=True)
    return None


def _fullname(model: Any) -> str | None:
    return fullname_of(model) if isinstance(model, type) else None
