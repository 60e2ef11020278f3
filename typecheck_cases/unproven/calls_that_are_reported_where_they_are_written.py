"""Whoever calls a coroutine function that raises raises, too: its own report may stand where nobody looks."""

import asyncio

from library.models import Book


async def _count(stock: int) -> int:
    return Book.objects.filter(pk__gt=stock).count()  # type: ignore[async-unsafe-query]


async def _count_asynchronously() -> int:
    return await Book.objects.acount()


async def _label(book: Book) -> str:
    return book.author.name  # type: ignore[async-unsafe-unproven]


async def calls() -> int:
    return await _count(0)  # E: async-unsafe-unproven


async def calls_what_asks_asynchronously() -> int:
    return await _count_asynchronously()


async def gathers() -> tuple[int, int]:
    return await asyncio.gather(_count(0), _count_asynchronously())  # E: async-unsafe-unproven


async def calls_with_a_row_that_lacks_what_is_read() -> str:
    book = await Book.objects.aget(pk=1)
    return await _label(book)  # E: async-unsafe-call


async def calls_with_a_row_that_has_it() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await _label(book)
