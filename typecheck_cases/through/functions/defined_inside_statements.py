"""A function is what it is wherever its module defines it, below whatever statement."""

from library import drawers
from library.drawers import (
    after_for,
    at_last,
    idle_in_with,
    in_for,
    in_match,
    in_while,
    in_with,
    nested,
    parses,
)
from library.models import Book


async def below_finally() -> int:
    return at_last()  # E: async-unsafe-call "at_last" runs a query


async def below_with() -> int:
    return in_with()  # E: async-unsafe-call "in_with"


async def below_with_and_idle() -> int:
    return idle_in_with()


async def below_for() -> int:
    return in_for()  # E: async-unsafe-call "in_for"


async def below_the_else_of_for() -> list[Book]:
    return after_for()  # E: async-unsafe-call "after_for"


async def below_while() -> int:
    return in_while()  # E: async-unsafe-call "in_while"


async def below_each_case_of_match() -> int:
    return in_match()  # E: async-unsafe-call "in_match"


async def below_try_below_if_below_else() -> str:
    book = await Book.objects.aget(pk=1)
    return nested(book)  # E: async-unsafe-call "nested"


async def below_try_below_if_below_else_with_what_it_reads() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return nested(book)


async def below_else_of_try() -> int:
    return parses()  # E: async-unsafe-call "parses" runs a query


async def on_every_branch() -> int:
    return drawers.counted()  # E: async-unsafe-call "counted"


async def that_a_type_checker_reads_and_python_does_not() -> int:
    return drawers.at_runtime()
