"""Django's own async methods, ``sync_to_async`` where it has none, and its ways to keep connections."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.db import connections, transaction
from library.models import Author, Book

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender
from benchmarks.requests import Requests

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PlainDjango(Requests, Contender):
    name = "Django"

    @property
    def _books(self) -> QuerySet[Book]:
        return Book.objects.using(self.alias)

    @property
    def _authors(self) -> QuerySet[Author]:
        return Author.objects.using(self.alias)

    async def shut(self) -> None:
        await sync_to_async(self._shut)()

    def _shut(self) -> None:
        connections[self.alias].close()

    async def get(self) -> Book:
        return await self._books.aget(pk=BOOK)

    async def page(self) -> tuple[Author, list[Book]]:
        author = await self._authors.aget(pk=AUTHOR)
        return author, [book async for book in self._books.filter(author=author)]

    async def first(self) -> Book | None:
        return await self._books.afirst()

    async def rows(self, number: int) -> list[Book]:
        return [book async for book in self._books.filter(pk__lte=number)]

    async def stream(self, number: int) -> int:
        count = 0
        async for _ in self._books.filter(pk__lte=number).aiterator(chunk_size=1000):
            count += 1
        return count

    async def unread(self) -> Book:
        return await self.get()

    async def first_read(self, book: Book) -> Any:
        return await sync_to_async(getattr)(book, "author")

    async def read(self) -> Book:
        return await self._books.select_related("author").aget(pk=BOOK)

    async def second_read(self, book: Book) -> None:
        for _ in range(READS):
            _ = book.author

    async def author(self) -> Author:
        return await self._authors.aget(pk=AUTHOR)

    async def related_rows(self, author: Author) -> list[Book]:
        return [book async for book in author.books.all()]

    async def create(self) -> Book:
        return await self._books.acreate(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> list[Book]:
        books = [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await self._books.abulk_create(books)

    async def transaction(self) -> None:
        await sync_to_async(self._add_page)()

    transaction_in_pool = transaction

    def _add_page(self) -> None:
        with transaction.atomic(using=self.alias):
            book = self._books.get(pk=BOOK)
            book.pages += 1
            book.save(update_fields=["pages"])

    async def flow(self) -> Any:
        return await self.related_rows(await self.first_read(await self.get()))

    async def naps(self, number: int) -> None:
        """Run slow queries: nothing but the waiting differs."""
        await self.at_once(number, partial(sync_to_async(nap), self.alias))

    naps_in_pool = naps


class KeptDjango(PlainDjango):
    """As deployments without ASGI have it: a thread keeps its connection from one request to the next."""

    name = "Django, CONN_MAX_AGE"
    alias = "kept"
    requests_only = True


class PooledDjango(PlainDjango):
    """As Django recommends it under ASGI."""

    name = "Django, pool"
    alias = "pooled"
    requests_only = True

    def _shut(self) -> None:
        super()._shut()
        close_pool(self.alias)

    async def close(self) -> None:
        await super().close()
        await self.shut()


def close_pool(alias: str) -> None:
    connection: Any = connections[alias]
    connection.close_pool()


def nap(alias: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.005)")
