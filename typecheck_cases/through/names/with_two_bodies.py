"""Of a name that several branches define, what all bodies run is sure."""

from library.drawers import counted, named, opened
from library.models import Book


async def all_query() -> int:
    return counted()  # E: async-unsafe-call "counted" runs a query


async def all_read_the_author() -> str:
    book = await Book.objects.aget(pk=1)
    return named(book)  # E: async-unsafe-call "named"


async def all_read_the_author_that_is_there() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return named(book)


async def one_queries() -> int:
    return opened()
