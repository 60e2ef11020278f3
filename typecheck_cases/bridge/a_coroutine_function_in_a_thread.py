"""``sync_to_async`` and ``run_sync`` take a sync function; an async one needs no wrapper."""

import inspect
from functools import partial

from aobjects import run_sync
from asgiref.sync import sync_to_async
from library.models import Book


async def count(pages: int = 0) -> int:
    return await Book.objects.filter(pages__gte=pages).acount()


def count_in_a_thread() -> int:
    return Book.objects.count()


class Counter:
    async def __call__(self) -> int:
        return await count()

    async def count(self) -> int:
        return await count()


async def wraps_an_async_function() -> None:
    sync_to_async(count)  # E: async-bridge "count" is async


async def wraps_it_with_options() -> None:
    sync_to_async(thread_sensitive=False)(count)  # E: async-bridge "count" is async


async def runs_an_async_function() -> int:
    return await run_sync(count)  # E: async-bridge "count" is async, and "run_sync" takes a sync function


async def wraps_a_method() -> None:
    sync_to_async(Counter().count)  # E: async-bridge "Counter().count" is async


async def wraps_an_object() -> None:
    sync_to_async(Counter())  # E: async-bridge "Counter()" is async


async def wraps_a_partial() -> None:
    sync_to_async(partial(count, 100))  # E: async-bridge "partial(...)" is async


async def decorates_an_async_function() -> None:
    @sync_to_async  # E: async-bridge "titles" is async
    async def titles() -> list[str]:
        return [book.title async for book in Book.objects.all()]

    print(titles)


async def wraps_a_lambda() -> None:
    made = await sync_to_async(lambda: count())()  # E, silent: async-bridge This lambda returns a coroutine
    assert inspect.iscoroutine(made)
    made.close()


async def runs_a_lambda() -> None:
    made = await run_sync(lambda: count())  # E, silent: async-bridge This lambda returns a coroutine, which
    assert inspect.iscoroutine(made)
    made.close()


async def wraps_a_sync_function() -> int:
    return await sync_to_async(count_in_a_thread)()


async def runs_a_sync_function() -> int:
    return await run_sync(count_in_a_thread)


async def wraps_a_sync_lambda() -> int:
    return await sync_to_async(lambda: count_in_a_thread())()


async def awaits_the_async_function() -> int:
    return await count()
