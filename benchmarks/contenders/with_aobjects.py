"""This project's runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aobjects import aatomic, concurrent, hops
from aobjects.asgi import KeptThreads
from aobjects.pool import POOL
from library.models import Author, Book

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender
from benchmarks.contenders.plain_django import close_pool, nap
from benchmarks.requests import Requests

if TYPE_CHECKING:
    from aobjects import AsyncManager

    from benchmarks.contenders import Database


class WithAobjects(Requests, Contender):
    name = "aobjects"
    middleware = ("aobjects.concurrency.concurrent_requests",)

    @property
    def _books(self) -> AsyncManager[Book, Book]:
        return Book.aobjects.using(self.alias) if self.requests_only else Book.aobjects

    @property
    def _authors(self) -> AsyncManager[Author, Author]:
        return Author.aobjects.using(self.alias) if self.requests_only else Author.aobjects

    async def open(self, database: Database) -> None:
        # As the middleware does: connections are kept from one block to the next.
        POOL.open()
        await super().open(database)
        self._threads = self._application = KeptThreads(self._application)

    async def close(self) -> None:
        await super().close()
        self._threads.close()
        await POOL.close()

    async def shut(self) -> None:
        self._threads.close()
        await hops.run(POOL.end)

    async def page(self) -> tuple[Author, list[Book]]:
        author = await Author.objects.using(self.alias).aget(pk=AUTHOR)
        return author, await self._books.filter(author=author)

    async def get(self) -> Book:
        return await self._books.get(pk=BOOK)

    async def first(self) -> Book | None:
        return await self._books.first()

    async def rows(self, number: int) -> list[Book]:
        return await self._books.filter(pk__lte=number)

    async def stream(self, number: int) -> int:
        count = 0
        async for _ in self._books.filter(pk__lte=number).iterator(chunk_size=1000):
            count += 1
        return count

    async def unread(self) -> Book:
        return await self.get()

    async def first_read(self, book: Any) -> Any:
        return await book.aauthor

    async def read(self) -> Book:
        return await self._books.select_related("author").get(pk=BOOK)

    async def second_read(self, book: Any) -> None:
        for _ in range(READS):
            await book.aauthor

    async def author(self) -> Author:
        return await self._authors.get(pk=AUTHOR)

    async def related_rows(self, author: Any) -> Any:
        return await author.abooks

    async def create(self) -> Book:
        return await self._books.create(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> list[Book]:
        books = [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await self._books.bulk_create(books)

    async def transaction(self) -> None:
        async with aatomic():
            book = await self.get()
            book.pages += 1
            await book.asave(update_fields=["pages"])

    async def transaction_in_pool(self) -> None:
        async with concurrent():
            await self.transaction()

    async def flow(self) -> Any:
        return await self.related_rows(await self.first_read(await self.get()))

    async def gets_in_pool(self, number: int) -> None:
        async with concurrent():
            await self.gets(number)

    async def naps(self, number: int) -> None:
        await self.at_once(number, lambda: hops.run(nap, self.alias))

    async def naps_in_pool(self, number: int) -> None:
        async with concurrent(max_connections=10):
            await self.naps(number)


class KeptAobjects(WithAobjects):
    """With the setting that lets Django's own queries find a connection open in a kept thread."""

    name = "aobjects, CONN_MAX_AGE"
    alias = "kept"
    requests_only = True


class PooledAobjects(WithAobjects):
    """On Django's own pool."""

    name = "aobjects, pool"
    alias = "pooled"
    requests_only = True

    async def shut(self) -> None:
        await super().shut()
        await hops.run(close_pool, self.alias)

    async def close(self) -> None:
        await super().close()
        await hops.run(close_pool, self.alias)
