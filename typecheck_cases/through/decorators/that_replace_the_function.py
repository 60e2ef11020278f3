"""A decorator may put another function in place of the one that it gets."""

from library.shelves import count_books
from library.wrapping import count_never


async def calls_the_replacement() -> int:
    return count_never()


async def calls_a_plain_function() -> int:
    return count_books()  # E: async-unsafe-call "count_books" runs a query
