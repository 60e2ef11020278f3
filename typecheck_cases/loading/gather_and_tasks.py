"""`asyncio.gather` and tasks give the rows back as their coroutines made them."""

import asyncio

from library.models import Author, Book


async def gathers() -> list[Author]:
    books = Book.objects.select_related("author")
    first, second = await asyncio.gather(books.aget(pk=1), books.aget(pk=2))
    return [first.author, second.author]


async def starts_a_task() -> Author:
    async def fetch() -> Book:
        return await Book.objects.aget(pk=1)

    book = await asyncio.create_task(fetch())
    return await Author.objects.aget(pk=book.author_id)


async def gathers_without_loading() -> Author:
    _, second = await asyncio.gather(Book.objects.aget(pk=1), Book.objects.aget(pk=2))
    return second.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def waits_for_a_row() -> Author:
    book = await asyncio.wait_for(Book.objects.select_related("author").aget(pk=1), timeout=10)
    return book.author


async def waits_for_a_row_without_loading() -> Author:
    book = await asyncio.wait_for(Book.objects.aget(pk=1), timeout=10)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
