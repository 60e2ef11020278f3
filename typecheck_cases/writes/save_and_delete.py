"""A row's `save`, `delete` and `refresh_from_db` write or read; their twins begin with an `a`."""

from library.models import Book


async def saves() -> None:
    book = await Book.objects.aget(pk=1)
    book.title = "new"
    book.save()  # E: async-unsafe-query


async def deletes() -> None:
    book = await Book.objects.aget(pk=1)
    book.delete()  # E: async-unsafe-query


async def refreshes() -> None:
    book = await Book.objects.aget(pk=1)
    book.refresh_from_db()  # E: async-unsafe-query


async def writes_asynchronously() -> None:
    book = await Book.objects.aget(pk=1)
    await book.asave()
    await book.arefresh_from_db()
    await book.adelete()
