"""Two wrappers around one function raise, or send it to a thread that sends it back."""

import threading

from aobjects import run_sync
from asgiref.sync import async_to_sync, sync_to_async
from library.models import Book


def count() -> int:
    return Book.objects.count()


async def thread() -> int:
    return threading.get_ident()


async def wraps_it_twice() -> None:
    sync_to_async(sync_to_async(count))  # E: async-bridge What "sync_to_async" made is async


async def runs_what_is_wrapped() -> int:
    wrapped = sync_to_async(count)
    return await run_sync(wrapped)  # E: async-bridge What "sync_to_async" made is async, and "run_sync"


async def goes_there_and_back() -> None:
    ran_in = await sync_to_async(async_to_sync(thread))()  # E, silent: async-bridge "async_to_sync" inside
    assert ran_in == threading.get_ident()


async def goes_there_and_back_by_run_sync() -> None:
    ran_in = await run_sync(async_to_sync(thread))  # E, silent: async-bridge "async_to_sync" inside
    assert ran_in == threading.get_ident()


async def wraps_it_once() -> int:
    return await sync_to_async(count)()


async def awaits_it() -> int:
    return await thread()


async def goes_back_for_one_step() -> int:
    return await sync_to_async(lambda: count() + async_to_sync(thread)())()
