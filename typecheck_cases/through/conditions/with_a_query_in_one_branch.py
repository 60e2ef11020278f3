"""A query that only one way through the function runs is not reported."""

from library.shelves import count_books, count_if, count_or, count_unless


async def takes_the_other_branch() -> int:
    return count_if(False)


async def takes_the_left_side() -> int:
    return count_or(7)


async def takes_the_other_value() -> int:
    return count_unless(7)


async def takes_the_query() -> int:
    return count_books()  # E: async-unsafe-call "count_books" runs a query
