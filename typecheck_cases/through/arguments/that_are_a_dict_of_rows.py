"""The values of a mapping are rows, each with what its query loaded."""

from collections.abc import Mapping

from library.models import Book


def by_key(books: Mapping[int, Book]) -> dict[int, str]:
    return {key: book.author.name for key, book in books.items()}


async def gives_bare_rows() -> dict[int, str]:
    books = {book.pk: book async for book in Book.objects.all()}
    return by_key(books)  # E: async-unsafe-call "by_key" runs a query


async def gives_loaded_rows() -> dict[int, str]:
    books = {book.pk: book async for book in Book.objects.select_related("author")}
    return by_key(books)
