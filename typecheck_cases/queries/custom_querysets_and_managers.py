"""A queryset method that only filters is free; the query at the end of the chain is not."""

from library.models import Book


async def builds_with_a_custom_method() -> bool:
    return Book.custom.long().ordered


async def queries_after_a_custom_method() -> int:
    return Book.custom.long().count()  # E: async-unsafe-query


async def evaluates_after_a_custom_method() -> list[Book]:
    return list(Book.custom.all().long())  # E: async-unsafe-iteration


async def awaits_after_a_custom_method() -> int:
    return await Book.custom.long().acount()
