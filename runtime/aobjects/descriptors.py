"""The ``aobjects`` of a model class: a descriptor, the one form that every checker and editor understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aobjects.managers import AsyncManager, manager_of

if TYPE_CHECKING:
    from django.db.models import Model

    from aobjects.generics import ModelT

ManagerT = TypeVar("ManagerT", bound=AsyncManager[Any, Any], covariant=True)


class AsyncManagerDescriptor:
    """Give each model class an ``AsyncManager`` of its own.

    >>> AsyncManagerDescriptor().__get__(None, Book)
    <AsyncManager: library.Book>
    """

    # Both arguments: jedi does not know the default of the second.
    def __get__(self, instance: None, owner: type[ModelT]) -> AsyncManager[ModelT, ModelT]:
        return AsyncManager(manager_of(owner, instance))


class AsyncManagerOf(AsyncManagerDescriptor, Generic[ManagerT]):
    """Give a model class the project's own class of async manager or queryset: what ``as_manager()`` returns.

    zuban alone needs it written: ``aobjects: AsyncManagerOf[AsyncBooks] = AsyncBooks.as_manager()``.

    >>> AsyncQuerySet.as_manager().__get__(None, Book)
    <AsyncQuerySet: library.Book>
    """

    def __init__(self, manager_class: type[ManagerT]) -> None:
        self._manager_class = manager_class

    # The class that was written for a model is returned for each model that inherits it.
    def __get__(self, instance: None, owner: type[Model]) -> ManagerT:
        return self._manager_class(manager_of(owner, instance))


__all__ = ["AsyncManagerDescriptor", "AsyncManagerOf"]
