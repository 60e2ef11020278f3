"""Django's `async_unsafe` says that async code must not call a function, our `async_safe` that it may."""

from aobjects import async_safe
from django.utils.asyncio import async_unsafe
from library.models import Book


@async_unsafe
def legacy() -> int:
    return 1


@async_unsafe("Use the other one.")
def legacy_with_a_word() -> int:
    return 1


def count_missing(titles: list[str]) -> int:
    return sum(Book.objects.filter(title=title).count() for title in titles)


@async_safe  # the catalogue is complete once the server has started: nothing is missing
def count_missing_at_runtime() -> int:
    return count_missing([])


def unmarked_count() -> int:
    return count_missing(["b0"])


async def calls_one_that_is_marked() -> int:
    return legacy()  # E: async-unsafe-call "legacy" runs a query: "async_unsafe"


async def calls_one_that_is_marked_with_a_message() -> int:
    return legacy_with_a_word()  # E: async-unsafe-call


async def calls_one_that_is_not_marked() -> int:
    return unmarked_count()  # E: async-unsafe-call


async def calls_one_that_is_said_to_be_safe() -> int:
    return count_missing_at_runtime()
