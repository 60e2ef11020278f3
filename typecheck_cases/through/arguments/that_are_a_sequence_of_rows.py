"""A generator expression inside the function reads each row."""

from library.models import Book
from library.rendering import table


async def gives_bare_rows() -> str:
    books = [book async for book in Book.objects.all()]
    return table(books)  # E: async-unsafe-call "table" runs a query


async def gives_loaded_rows() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return table(books)
