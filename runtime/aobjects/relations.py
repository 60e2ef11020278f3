"""Awaitable relations: ``await book.aauthor``, ``author.abooks`` and ``await related(book, Book.author)``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ManyToManyDescriptor,
    ReverseManyToOneDescriptor,
    ReverseOneToOneDescriptor,
)

from aobjects import hops, reading
from aobjects.relatedmanagers import AsyncManyRelatedManager, AsyncRelatedManager
from aobjects.sources import Recipe

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from django.db.models import ForeignObject, Model

    from aobjects.evaluation import AsyncRows

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


def is_to_one(relation: object) -> bool:
    """Tell whether this attribute of a model class is a relation to one row."""
    kinds = (ForwardManyToOneDescriptor, ReverseOneToOneDescriptor)
    return isinstance(relation, kinds) or _is_generic_foreign_key(relation)


def is_to_many(relation: object) -> bool:
    """Tell whether this attribute of a model class is a relation to many rows."""
    return isinstance(relation, ReverseManyToOneDescriptor)


def _manager_class(relation: object) -> type[AsyncRows[Any, Any]]:
    return AsyncManyRelatedManager if isinstance(relation, ManyToManyDescriptor) else AsyncRelatedManager


def _is_generic_foreign_key(relation: object) -> bool:
    # The app of content types need not be installed. From Django 6.1 on a descriptor holds the field.
    return hasattr(getattr(relation, "field", relation), "ct_field")


class AsyncRelation:
    """The awaitable twin of a relation to one row."""

    def __init__(self, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Model]) -> AsyncRelation: ...
    @overload
    def __get__(self, instance: Model, owner: type[Model]) -> Coroutine[Any, Any, Any]: ...
    def __get__(self, instance: Model | None, owner: type[Model]) -> Any:
        return self if instance is None else _load(instance, self._name)


class AsyncRelationToMany:
    """The async twin of a relation to many rows."""

    def __init__(self, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Model]) -> AsyncRelationToMany: ...
    @overload
    def __get__(
        self, instance: Model, owner: type[Model]
    ) -> AsyncRelatedManager[Any] | AsyncManyRelatedManager[Any]: ...
    def __get__(self, instance: Model | None, owner: type[Model]) -> Any:
        if instance is None:
            return self
        relation: Any = getattr(owner, self._name)
        many = _manager_class(relation)
        manager = partial(getattr, instance, self._name)
        if relation.rel.field.one_to_many:
            # The manager of a generic relation looks its content type up when it is made.
            label = instance._meta.label
            return many(Recipe(relation.related_manager_cls, manager, lambda: f"{label}.{self._name}"))
        return many(manager())


class _ToOne(Protocol[R_co]):
    """``Book.author`` to a type checker: the field knows what the attribute of a row is."""

    @property
    def field(self) -> ForeignObject[Any, R_co]: ...


@overload
async def related(instance: Model, relation: _ToOne[R]) -> R: ...
# pyrefly takes Book.author for the row itself, and what only runs has no type.
@overload
async def related(instance: Model, relation: R) -> R: ...
async def related(instance: Model, relation: Any) -> Any:
    """Await the row that a relation to one leads to, for models with and without ``AsyncModel``.

    It is cached as Django caches it, and costs nothing when it is there already. Raises what reading the
    attribute raises: ``RelatedObjectDoesNotExist``; ``TypeError`` for a relation of another model or to many.

    >>> dune = await Book.aobjects.get(title="Dune")
    >>> await related(dune, Book.author)
    <Author: Frank Herbert>
    >>> await dune.aauthor
    <Author: Frank Herbert>
    """
    if not is_to_one(relation):
        raise TypeError(f"{relation!r} is no relation to one row; a relation to many is an async manager.")
    name = _name(relation)
    if getattr(type(instance), name, None) is not relation:
        raise TypeError(f"{name!r} is no relation of {type(instance).__name__}.")
    return await _load(instance, name)


def _name(relation: Any) -> str:
    if isinstance(relation, ReverseOneToOneDescriptor):
        return relation.related.get_accessor_name() or ""
    name: str = getattr(relation, "field", relation).name
    return name


async def _load(instance: Model, name: str) -> Any:
    if _runs_no_query(instance, getattr(type(instance), name)):
        return getattr(instance, name)
    return await hops.run(reading.read, instance, name)


def _runs_no_query(instance: Model, relation: Any) -> bool:
    """Tell whether reading the relation finds its row, or that there is none, in memory."""
    if _is_generic_foreign_key(relation):
        field = getattr(relation, "field", relation)
        return field.is_cached(instance) and _knows_content_type(instance, field)
    if relation.is_cached(instance):
        return True
    if isinstance(relation, ReverseOneToOneDescriptor):
        return instance.pk is None
    loaded = instance.__dict__
    columns = [field.attname for field in relation.field.local_related_fields]
    return any(column in loaded and loaded[column] is None for column in columns)


def _knows_content_type(instance: Model, field: Any) -> bool:
    # Django compares the type of the cached row with the column, and may have to look it up.
    row = field.get_cached_value(instance)
    if row is None:
        return True
    content_types = field.model._meta.get_field(field.ct_field).remote_field.model.objects
    known_types = content_types.db_manager(row._state.db)
    try:
        known_types._get_from_cache(known_types._get_opts(row, field.for_concrete_model))
    except KeyError:
        return False
    return True


__all__ = ["AsyncRelation", "AsyncRelationToMany", "is_to_many", "is_to_one", "related"]
