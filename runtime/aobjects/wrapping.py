"""``aio``: the async side of a Django queryset or manager that one has in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from django.db.models import QuerySet

from aobjects.managers import AsyncManager
from aobjects.querysets import AsyncQuerySet
from aobjects.relatedmanagers import AsyncManyRelatedManager, AsyncRelatedManager

if TYPE_CHECKING:
    from django.db.models import Manager
    from django.db.models.fields.related_descriptors import ManyRelatedManager, RelatedManager

    from aobjects.evaluation import AsyncRows
    from aobjects.generics import M, Row


@overload
def aio(source: QuerySet[M, Row]) -> AsyncQuerySet[M, Row]: ...
@overload
def aio(source: ManyRelatedManager[M, Any]) -> AsyncManyRelatedManager[M]: ...
@overload
def aio(source: RelatedManager[M]) -> AsyncRelatedManager[M]: ...
@overload
def aio(source: Manager[M]) -> AsyncManager[M]: ...
def aio(source: Any) -> Any:
    """Return the async queryset or manager around Django's; ``.sync()`` leads back to a queryset.

    >>> await aio(Book.objects.filter(title="Dune")).get()
    <Book: Dune>
    >>> await aio(Publisher.objects).count()
    0
    """
    return _class_around(source)(source)


def _class_around(source: object) -> type[AsyncRows[Any, Any]]:
    if isinstance(source, QuerySet):
        return AsyncQuerySet
    if hasattr(source, "through"):
        return AsyncManyRelatedManager
    return AsyncRelatedManager if hasattr(source, "add") else AsyncManager


__all__ = ["aio"]
