"""django-async-backend: Django's ORM generated anew around psycopg's async connections; PostgreSQL only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import F
from django_async_backend.db import async_connections
from django_async_backend.db.transaction import async_atomic
from library.models import Author, Book

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender
from benchmarks.requests import Requests

NO_RELATIONS = "django-async-backend reads no relations"


class WithDjangoAsyncBackend(Requests, Contender):
    name = "django-async-backend"
    alias = "async"
    cannot: ClassVar = {
        "stream": "django-async-backend has no async iterator()",
        "first_read": NO_RELATIONS,
        "flow": NO_RELATIONS,
    }

    @property
    def _books(self) -> Any:
        # Its app gives every model this manager.
        model: Any = Book
        return model.async_objects.using(self.alias)

    @property
    def _authors(self) -> Any:
        model: Any = Author
        return model.async_objects.using(self.alias)

    async def close(self) -> None:
        await super().close()
        await async_connections[self.alias].close()

    async def page(self) -> Any:
        # As sessions and users are asked for: by Django.
        author = await Author.objects.aget(pk=AUTHOR)
        return author, [book async for book in self._books.filter(author_id=author.pk)]

    async def get(self) -> Any:
        return await self._books.aget(pk=BOOK)

    async def first(self) -> Any:
        return await self._books.afirst()

    async def rows(self, number: int) -> list[Any]:
        return [book async for book in self._books.filter(pk__lte=number)]

    async def unread(self) -> Any:
        return await self.get()

    async def read(self) -> Any:
        return await self._books.select_related("author").aget(pk=BOOK)

    async def second_read(self, book: Any) -> None:
        for _ in range(READS):
            _ = book.author

    async def author(self) -> Any:
        return await self._authors.aget(pk=AUTHOR)

    async def related_rows(self, author: Any) -> list[Any]:
        return [book async for book in self._books.filter(author=author)]

    async def create(self) -> Any:
        return await self._books.acreate(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> Any:
        books = [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await self._books.abulk_create(books)

    async def transaction(self) -> None:
        async with async_atomic(using=self.alias):
            await self.get()
            await self._books.filter(pk=BOOK).aupdate(pages=F("pages") + 1)

    transaction_in_pool = transaction
