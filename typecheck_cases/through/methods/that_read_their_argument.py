"""What a method needs of a row, the row's query has to load."""

from library.desk import Desk
from library.models import Book


async def gives_a_bare_row() -> str:
    book = await Book.objects.aget(pk=1)
    return Desk().author_of(book)  # E: async-unsafe-call "author_of" runs a query


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return Desk().author_of(book)


async def gives_a_bare_row_by_name() -> str:
    book = await Book.objects.aget(pk=1)
    return Desk().author_of(book=book)  # E: async-unsafe-call "author_of" runs a query
