"""``async_to_sync`` takes an async function; the result of a sync one cannot be awaited."""

from aobjects import run_sync
from asgiref.sync import async_to_sync, sync_to_async
from library.models import Book


async def count() -> int:
    return await Book.objects.acount()


def count_in_a_thread() -> int:
    return Book.objects.count()


async def gives_it_a_sync_function() -> int:
    def in_a_thread() -> int:
        return async_to_sync(count_in_a_thread)()  # E: async-bridge "count_in_a_thread" is a sync function

    return await run_sync(in_a_thread)


async def gives_it_what_is_sync_by_now() -> int:
    counted = async_to_sync(count)

    def in_a_thread() -> int:
        return async_to_sync(counted)()  # E: async-bridge "counted" is a sync function

    return await run_sync(in_a_thread)


async def gives_it_an_async_function() -> int:
    return await run_sync(lambda: async_to_sync(count)())


async def gives_it_what_returns_a_coroutine() -> int:
    return await run_sync(lambda: async_to_sync(lambda: count())())


async def gives_it_what_a_thread_runs() -> int:
    return await run_sync(lambda: async_to_sync(sync_to_async(count_in_a_thread))())
