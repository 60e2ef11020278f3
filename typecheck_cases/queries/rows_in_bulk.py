"""`in_bulk` runs a query; with an empty list it has nothing to ask."""

from library.models import Book


async def fetches_in_bulk() -> dict[int, Book]:
    return Book.objects.in_bulk([1, 2])  # E: async-unsafe-query


async def fetches_asynchronously() -> dict[int, Book]:
    return await Book.objects.ain_bulk([1, 2])


async def asks_for_nothing() -> dict[int, Book]:
    return Book.objects.in_bulk([])
