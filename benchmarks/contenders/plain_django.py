"""Django's own async methods, and ``sync_to_async`` where it has none."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from library.models import Author, Book

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender
from benchmarks.requests import Requests


class PlainDjango(Requests, Contender):
    name = "Django"

    async def get(self) -> Book:
        return await Book.objects.aget(pk=BOOK)

    async def first(self) -> Book | None:
        return await Book.objects.afirst()

    async def rows(self, number: int) -> list[Book]:
        return [book async for book in Book.objects.filter(pk__lte=number)]

    async def stream(self, number: int) -> int:
        count = 0
        async for _ in Book.objects.filter(pk__lte=number).aiterator(chunk_size=1000):
            count += 1
        return count

    async def unread(self) -> Book:
        return await self.get()

    async def first_read(self, book: Book) -> Any:
        return await sync_to_async(getattr)(book, "author")

    async def read(self) -> Book:
        return await Book.objects.select_related("author").aget(pk=BOOK)

    async def second_read(self, book: Book) -> None:
        for _ in range(READS):
            _ = book.author

    async def author(self) -> Author:
        return await Author.objects.aget(pk=AUTHOR)

    async def related_rows(self, author: Author) -> list[Book]:
        return [book async for book in author.books.all()]

    async def create(self) -> Book:
        return await Book.objects.acreate(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> list[Book]:
        books = [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await Book.objects.abulk_create(books)

    async def transaction(self) -> None:
        await sync_to_async(self._add_page)()

    transaction_in_pool = transaction

    def _add_page(self) -> None:
        with transaction.atomic():
            book = Book.objects.get(pk=BOOK)
            book.pages += 1
            book.save(update_fields=["pages"])

    async def flow(self) -> Any:
        return await self.related_rows(await self.first_read(await self.get()))

    async def naps(self, number: int) -> None:
        """Run slow queries: nothing but the waiting differs."""
        await self.at_once(number, sync_to_async(nap))

    naps_in_pool = naps


def nap() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.005)")
