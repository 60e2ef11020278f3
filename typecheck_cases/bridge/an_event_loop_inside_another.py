"""An event loop does not run inside another: ``async_to_sync`` is for sync code."""

from asgiref.sync import async_to_sync, sync_to_async
from library.models import Book


async def count() -> int:
    return await Book.objects.acount()


async def blocks_its_own_loop() -> int:
    return async_to_sync(count)()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_a_name() -> int:
    counted = async_to_sync(count)
    return counted()  # E: async-bridge "async_to_sync" raises RuntimeError


async def waits_instead() -> int:
    return await count()


async def runs_it_in_a_thread() -> int:
    def in_a_thread() -> int:
        return async_to_sync(count)()

    return await sync_to_async(in_a_thread)()
