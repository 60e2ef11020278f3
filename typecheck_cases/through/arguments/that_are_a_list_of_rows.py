"""A function that reads a relation of each row in a list needs it on all of them."""

from library.models import Book
from library.rendering import author_name


def listing(books: list[Book]) -> list[str]:
    return [author_name(book) for book in books]


async def gives_bare_rows() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return listing(books)  # E: async-unsafe-call "listing" runs a query


async def gives_loaded_rows() -> list[str]:
    books = [book async for book in Book.objects.select_related("author")]
    return listing(books)


async def gives_one_bare_row_in_a_list() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return listing([book])  # E: async-unsafe-call "listing" runs a query
