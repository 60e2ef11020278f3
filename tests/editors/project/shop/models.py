"""Models as a project without a mypy plugin writes them: what only the plugin knows is annotated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from aobjects import (
    AsyncManagerOf,
    AsyncManyRelatedManager,
    AsyncModel,
    AsyncQuerySet,
    AsyncRelatedManager,
)
from django.db import models

if TYPE_CHECKING:
    from collections.abc import Coroutine


class Author(AsyncModel):
    name: models.CharField[str, str] = models.CharField(max_length=80)

    abooks: AsyncRelatedManager[Book]


class Tag(AsyncModel):
    label: models.CharField[str, str] = models.CharField(max_length=40)


class BookQuerySet(models.QuerySet["Book"]):
    def in_stock(self) -> Self:
        return self.filter(stock__gt=0)


class AsyncBooks(AsyncQuerySet["Book"]):
    def in_stock(self) -> Self:
        return self.filter(stock__gt=0)

    async def copies(self) -> int:
        return sum([book.stock async for book in self])


class Book(AsyncModel):
    title: models.CharField[str, str] = models.CharField(max_length=120)
    stock: models.IntegerField[int, int] = models.IntegerField(default=0)
    author: models.ForeignKey[Author, Author] = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="books"
    )
    editor: models.ForeignKey[Author | None, Author | None] = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="edited", null=True
    )
    tags: models.ManyToManyField[Tag, Any] = models.ManyToManyField(Tag, related_name="books")

    objects = BookQuerySet.as_manager()
    aobjects: AsyncManagerOf[AsyncBooks] = AsyncBooks.as_manager()

    aauthor: Coroutine[Any, Any, Author]
    aeditor: Coroutine[Any, Any, Author | None]
    atags: AsyncManyRelatedManager[Tag]


class Plain(models.Model):
    """A model without ``AsyncModel``, whose queries are wrapped where they are written."""

    name: models.CharField[str, str] = models.CharField(max_length=80)
    author: models.ForeignKey[Author, Author] = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="+"
    )
