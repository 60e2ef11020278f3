"""Iterating a generator runs its body: in a loop, in a call, in an unpacking."""

from collections.abc import Iterator

from asgiref.sync import sync_to_async
from library.models import Book


def every_title() -> Iterator[str]:
    for book in Book.objects.all():
        yield book.title


def titles_again() -> Iterator[str]:
    yield "titles"
    yield from every_title()


class Stock:
    """Its rows come one by one."""

    def __iter__(self) -> Iterator[Book]:
        yield from Book.objects.all()

    def numbers(self) -> Iterator[int]:
        yield from (1, 2, 3)


async def loops() -> None:
    for title in every_title():  # E: async-unsafe-call "every_title" runs a query
        print(title)


async def makes_a_list() -> list[str]:
    return list(every_title())  # E: async-unsafe-call "every_title" runs a query: "for"


async def makes_a_list_of_a_name() -> list[str]:
    titles = every_title()
    return [*titles]  # E: async-unsafe-call


async def takes_the_first() -> str:
    return next(every_title())  # E: async-unsafe-call


async def joins() -> str:
    return ", ".join(every_title())  # E: async-unsafe-call


async def comprehends() -> list[int]:
    return [len(title) for title in every_title()]  # E: async-unsafe-call


async def looks_inside() -> bool:
    return "b0" in every_title()  # E: async-unsafe-call


async def unpacks() -> str:
    first, *_ = every_title()  # E: async-unsafe-call
    return first


async def iterates_the_second_part() -> list[str]:
    return list(titles_again())  # E: async-unsafe-call


async def takes_what_comes_before_the_query() -> str:
    return next(titles_again())


async def leaves_before_the_query() -> str:
    for title in titles_again():
        return title
    return ""


async def iterates_an_object() -> list[int]:
    return [book.pk for book in Stock()]  # E: async-unsafe-call "__iter__" runs a query


async def iterates_a_method_that_asks_nobody() -> list[int]:
    return list(Stock().numbers())


async def hands_it_to_a_thread() -> list[str]:
    titles = every_title()
    return await sync_to_async(list)(titles)
