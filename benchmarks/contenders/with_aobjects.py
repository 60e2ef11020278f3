"""This project's runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aobjects import aatomic, concurrent, hops
from aobjects.asgi import KeptThreads
from aobjects.pool import POOL
from library.models import Author, Book

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender
from benchmarks.contenders.plain_django import nap
from benchmarks.requests import Requests

if TYPE_CHECKING:
    from benchmarks.contenders import Database


class WithAobjects(Requests, Contender):
    name = "aobjects"
    middleware = ("aobjects.concurrency.concurrent_requests",)

    async def open(self, database: Database) -> None:
        # As the middleware does: connections are kept from one block to the next.
        POOL.open()
        await super().open(database)
        self._threads = self._application = KeptThreads(self._application)

    async def close(self) -> None:
        await super().close()
        self._threads.close()
        await POOL.close()

    async def get(self) -> Book:
        return await Book.aobjects.get(pk=BOOK)

    async def first(self) -> Book | None:
        return await Book.aobjects.first()

    async def rows(self, number: int) -> list[Book]:
        return await Book.aobjects.filter(pk__lte=number)

    async def stream(self, number: int) -> int:
        count = 0
        async for _ in Book.aobjects.filter(pk__lte=number).iterator(chunk_size=1000):
            count += 1
        return count

    async def unread(self) -> Book:
        return await self.get()

    async def first_read(self, book: Any) -> Any:
        return await book.aauthor

    async def read(self) -> Book:
        return await Book.aobjects.select_related("author").get(pk=BOOK)

    async def second_read(self, book: Any) -> None:
        for _ in range(READS):
            await book.aauthor

    async def author(self) -> Author:
        return await Author.aobjects.get(pk=AUTHOR)

    async def related_rows(self, author: Any) -> Any:
        return await author.abooks

    async def create(self) -> Book:
        return await Book.aobjects.create(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> list[Book]:
        books = [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await Book.aobjects.bulk_create(books)

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
        await self.at_once(number, lambda: hops.run(nap))

    async def naps_in_pool(self, number: int) -> None:
        async with concurrent(max_connections=10):
            await self.naps(number)
