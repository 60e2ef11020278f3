"""A nested `def` that is called on the spot runs in the event loop."""

from library.models import Book


async def calls_it() -> int:
    def count() -> int:
        return Book.objects.count()  # E: async-unsafe-query

    return count()


async def never_calls_it() -> bool:
    def count() -> int:
        return Book.objects.count()

    return callable(count)
