"""executor=, context= and the two context managers."""

import contextvars
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import assert_type

from asgiref.sync import AsyncSingleThreadContext, SyncToAsync, ThreadSensitiveContext, sync_to_async
from shop import Book, Books, read

POOL = ThreadPoolExecutor(1)
CONTEXT = contextvars.copy_context()


@sync_to_async(thread_sensitive=False, executor=POOL)
def decorated(pk: int) -> Book:
    return Book()


class Library:
    """A method in its own pool."""

    @sync_to_async(thread_sensitive=False, executor=POOL)
    def find(self, pk: int) -> Book:
        return Book()


async def executors(
    books: Books, library: Library, one: int, text: str, pool: ThreadPoolExecutor | None
) -> None:
    assert_type(await sync_to_async(read, thread_sensitive=False, executor=POOL)(one), Book)
    assert_type(await sync_to_async(read, thread_sensitive=False, executor=pool)(one), Book)
    assert_type(await sync_to_async(read, thread_sensitive=False, executor=None)(one), Book)
    assert_type(await sync_to_async(read, thread_sensitive=True, executor=None)(one), Book)
    assert_type(await sync_to_async(list, thread_sensitive=False, executor=POOL)(books), list[Book])
    assert_type(await sync_to_async(set, thread_sensitive=False, executor=POOL)(books), set[Book])
    assert_type(await sync_to_async(tuple, thread_sensitive=False, executor=POOL)(books), tuple[Book, ...])
    assert_type(await sync_to_async(dict, thread_sensitive=False, executor=POOL)(a=one), dict[str, int])
    assert_type(await sync_to_async(thread_sensitive=False, executor=POOL)(read)(one), Book)
    assert_type(await decorated(one), Book)
    assert_type(await library.find(one), Book)
    assert_type(await SyncToAsync(read, thread_sensitive=False, executor=POOL)(one), Book)
    assert_type(await SyncToAsync(read, False, POOL)(one), Book)
    sync_to_async(read, executor=POOL)  # E: thread_sensitive=False is missing
    sync_to_async(read, thread_sensitive=True, executor=POOL)  # E: thread_sensitive is True
    sync_to_async(list, executor=POOL)  # E: thread_sensitive=False is missing
    sync_to_async(executor=POOL)  # E: thread_sensitive=False is missing
    sync_to_async(thread_sensitive=True, executor=POOL)  # E: thread_sensitive is True
    sync_to_async(read, False, POOL)  # E: keywords only
    sync_to_async(read, thread_sensitive=False, executor=ProcessPoolExecutor(1))  # E: not threads
    SyncToAsync(read, executor=POOL)  # E: thread_sensitive=False is missing
    SyncToAsync(read, True, POOL)  # E: thread_sensitive is True
    await decorated(text)  # E: pk is a number
    await library.find(text)  # E: pk is a number
    decorated(one)  # E: not awaited


async def contexts(books: Books, one: int, flag: bool) -> None:
    assert_type(await sync_to_async(read, context=CONTEXT)(one), Book)
    assert_type(await sync_to_async(read, context=None)(one), Book)
    assert_type(await sync_to_async(context=CONTEXT)(read)(one), Book)
    assert_type(await sync_to_async(list, context=CONTEXT)(books), list[Book])
    assert_type(await SyncToAsync(read, context=CONTEXT)(one), Book)
    assert_type(await sync_to_async(read, thread_sensitive=flag)(one), Book)
    sync_to_async(read, context={})  # E: no mapping
    sync_to_async(read, thread_sensitive="no")  # E: a flag
    sync_to_async(read, loop=None)  # E: no such option


async def thread_sensitive_context() -> None:
    async with ThreadSensitiveContext() as context:
        assert_type(context, ThreadSensitiveContext)
    async with ThreadSensitiveContext(executor=POOL) as with_a_pool:
        assert_type(with_a_pool, ThreadSensitiveContext)
    ThreadSensitiveContext(POOL)  # E: by keyword
    with ThreadSensitiveContext():  # E: async with
        pass


def single_thread_context() -> None:
    with AsyncSingleThreadContext() as context:
        assert_type(context, AsyncSingleThreadContext)
    AsyncSingleThreadContext(POOL)  # E: no parameters


async def single_thread_context_in_async_code() -> None:
    async with AsyncSingleThreadContext():  # E: with
        pass
