"""Models as a project without a mypy plugin writes them: relations are annotated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from aobjects import (
    AsyncManager,
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
    name: models.CharField[str, str] = models.CharField(max_length=50)
    books: models.Manager[Book]

    abooks: AsyncRelatedManager[Book]


class Tag(AsyncModel):
    label: models.CharField[str, str] = models.CharField(max_length=50)


class AsyncBooks(AsyncQuerySet["Book"]):
    def published(self) -> Self:
        return self.filter(published=True)

    async def total_pages(self) -> int:
        return 0


class Book(AsyncModel):
    title: models.CharField[str, str] = models.CharField(max_length=50)
    author: models.ForeignKey[Author, Author] = models.ForeignKey(Author, models.CASCADE)
    editor: models.ForeignKey[Author | None, Author | None] = models.ForeignKey(
        Author, models.CASCADE, null=True
    )

    aobjects: AsyncManagerOf[AsyncBooks] = AsyncBooks.as_manager()
    aauthor: Coroutine[Any, Any, Author]
    atags: AsyncManyRelatedManager[Tag]


class AsyncReaders(AsyncManager["Reader"]):
    def active(self) -> AsyncQuerySet[Reader]:
        return self.filter(active=True)


class Reader(AsyncModel):
    aobjects = AsyncReaders.as_manager()


class Plain(models.Model):
    name: models.CharField[str, str] = models.CharField(max_length=50)
