"""What a generator or an async generator yields is what its consumer gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


async def reads_what_an_async_generator_yields() -> list[str]:
    async def books() -> AsyncIterator[Book]:
        async for book in Book.objects.order_by("pk"):
            yield book

    names = []
    async for book in books():
        names.append(book.author.name)  # E: async-unsafe-relation "author" of "Book"
    return names


async def reads_what_it_yields_loaded() -> list[str]:
    async def books() -> AsyncIterator[Book]:
        async for book in Book.objects.select_related("author"):
            yield book

    return [book.author.name async for book in books()]


async def reads_what_a_generator_yields() -> list[str]:
    rows = [book async for book in Book.objects.select_related("author")]

    def short() -> Iterator[Book]:
        for book in rows:
            if book.pages < 10:
                yield book

    return [book.author.name for book in short()]


async def reads_what_a_generator_expression_yields() -> None:
    rows = [book async for book in Book.objects.all()]
    for book in (row for row in rows if row.pages == 0):
        print(book.author.name)  # E: async-unsafe-relation "author" of "Book"
