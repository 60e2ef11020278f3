"""A nested function runs where it is called: inside the function, or later, or never."""

from collections.abc import Callable

from library.models import Book


def counter() -> Callable[[], int]:
    def count() -> int:
        return Book.objects.count()

    return count


def count_inside() -> int:
    def count() -> int:
        return Book.objects.count()

    return count()


async def makes_the_counter() -> str:
    return counter().__name__


async def calls_what_calls_its_own() -> int:
    return count_inside()  # E: async-unsafe-call "count_inside" runs a query
