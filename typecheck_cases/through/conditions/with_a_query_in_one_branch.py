"""A query that only one way through the function runs is not reported."""

from library.models import Book
from library.shelves import count_books


def count_if(wanted: bool) -> int:
    total = 0
    if wanted:
        total = Book.objects.count()
    return total


def count_or(number: int) -> int:
    return number or Book.objects.count()


def count_unless(number: int | None) -> int:
    return Book.objects.count() if number is None else number


async def takes_the_other_branch() -> int:
    return count_if(False)


async def takes_the_left_side() -> int:
    return count_or(7)


async def takes_the_other_value() -> int:
    return count_unless(7)


async def takes_the_query() -> int:
    return count_books()  # E: async-unsafe-call "count_books" runs a query
