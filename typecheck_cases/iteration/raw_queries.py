"""A raw queryset is evaluated by the same constructs."""

from library.models import Book


async def lists_raw_rows() -> list[Book]:
    return list(Book.objects.raw("select * from o_book"))  # E: async-unsafe-iteration


async def takes_the_first_raw_row() -> Book:
    return Book.objects.raw("select * from o_book")[0]  # E: async-unsafe-iteration


async def loops_over_raw_rows() -> list[Book]:
    return [book async for book in Book.objects.raw("select * from o_book")]


async def builds_a_raw_query() -> str:
    return repr(Book.objects.raw("select * from o_book"))
