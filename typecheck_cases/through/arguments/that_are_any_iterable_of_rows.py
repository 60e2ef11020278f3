"""The function takes any iterable of rows: a list is one, and so is a queryset."""

from collections.abc import Iterable

from library.models import Book
from library.rendering import heading


def enumeration(books: Iterable[Book]) -> str:
    lines = []
    for book in books:
        lines.append(heading(book))
    return "\n".join(lines)


async def gives_bare_rows() -> str:
    books = [book async for book in Book.objects.all()]
    return enumeration(books)  # E: async-unsafe-call "enumeration" runs a query


async def gives_loaded_rows() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return enumeration(books)


async def gives_a_tuple_of_loaded_rows() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return enumeration((book, book))
