"""A decorator is looked into: does the function that it makes call the one that it was given?"""

from library.models import Book
from library.wrapping import (
    add,
    author_again,
    count_again,
    count_forgiven,
    count_in_a_thread,
    count_registered,
    count_traced,
    harmless,
)


async def calls_one_that_is_wrapped() -> int:
    return count_traced()  # E: async-unsafe-call "count_traced" runs a query


async def calls_one_that_is_wrapped_by_a_factory() -> int:
    return count_again()  # E: async-unsafe-call "count_again" runs a query


async def calls_one_that_is_only_registered() -> int:
    return count_registered()  # E: async-unsafe-call


async def calls_one_whose_wrapper_queries() -> int:
    return harmless()  # E: async-unsafe-call "harmless" runs a query


async def gives_a_bare_row() -> str:
    book = await Book.objects.aget(pk=1)
    return author_again(book)  # E: async-unsafe-call


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return author_again(book)


async def calls_one_that_computes() -> int:
    return add(1, 2)


async def calls_one_that_runs_in_a_thread() -> int:
    return count_in_a_thread()


async def calls_one_that_forgives_everything() -> int | None:
    return count_forgiven()
