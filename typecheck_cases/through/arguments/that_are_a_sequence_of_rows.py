"""A generator expression inside the function reads each row."""

from collections.abc import Sequence

from library.models import Book


def table(books: Sequence[Book]) -> str:
    return ", ".join(f"{book.title} ({book.author.name})" for book in books)


async def gives_bare_rows() -> str:
    books = [book async for book in Book.objects.all()]
    return table(books)  # E: async-unsafe-call "table" runs a query


async def gives_loaded_rows() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return table(books)
