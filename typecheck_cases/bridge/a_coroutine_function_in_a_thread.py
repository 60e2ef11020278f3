"""``sync_to_async`` takes a sync function; an async one needs no wrapper."""

from asgiref.sync import sync_to_async
from library.models import Book


async def count() -> int:
    return await Book.objects.acount()


def count_in_a_thread() -> int:
    return Book.objects.count()


async def wraps_an_async_function() -> None:
    sync_to_async(count)  # E: async-bridge "count" is async


async def wraps_a_sync_function() -> int:
    return await sync_to_async(count_in_a_thread)()


async def awaits_the_async_function() -> int:
    return await count()
