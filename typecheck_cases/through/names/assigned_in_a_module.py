"""What a module assigns to a name is what a call of the name runs."""

from library import names
from library.models import Book
from library.names import (
    acount,
    byline,
    chosen,
    heading,
    how_many,
    how_many_again,
    of_author,
    of_limit,
    of_title,
    total,
)
from library.shelves import count_books, count_nothing

here = count_books
nothing = count_nothing


async def of_this_module() -> int:
    return here()  # E: async-unsafe-call "here" runs a query


async def of_this_module_and_idle() -> int:
    return nothing()


async def of_another_module() -> int:
    return how_many()  # E: async-unsafe-call "how_many" runs a query


async def through_the_module() -> int:
    return names.how_many()  # E: async-unsafe-call "how_many"


async def of_a_name_of_a_name() -> int:
    return how_many_again()  # E: async-unsafe-call "how_many_again"


async def of_a_class_method() -> int:
    return total()  # E: async-unsafe-call "total"


async def that_reads_its_argument() -> str:
    book = await Book.objects.aget(pk=1)
    return byline(book)  # E: async-unsafe-call "byline"


async def that_reads_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return byline(book)


async def that_reads_a_field() -> str:
    book = await Book.objects.aget(pk=1)
    return heading(book)


async def of_a_partial() -> list[str]:
    return of_limit()  # E: async-unsafe-call "of_limit"


async def of_a_partial_that_reads_its_argument() -> str:
    book = await Book.objects.aget(pk=1)
    return of_author(book)  # E: async-unsafe-call "of_author"


async def of_a_partial_that_reads_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return of_author(book)


async def of_a_partial_that_reads_a_field() -> str:
    book = await Book.objects.aget(pk=1)
    return of_title(book)


async def wrapped_for_a_thread() -> int:
    return await acount()


async def bound_on_two_ways() -> int:
    return chosen()
