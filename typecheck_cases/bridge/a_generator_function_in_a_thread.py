"""The body of a generator runs where it is iterated: in the event loop, whoever made the generator."""

import threading
from collections.abc import AsyncIterator, Iterator

from aobjects import run_sync
from asgiref.sync import sync_to_async
from library.models import Book


def threads() -> Iterator[int]:
    yield threading.get_ident()


async def threads_of_async_code() -> AsyncIterator[int]:
    yield threading.get_ident()


def titles() -> Iterator[str]:
    for book in Book.objects.all():
        yield book.title


async def wraps_a_generator_function() -> None:
    made = await sync_to_async(threads)()  # E, silent: async-bridge "threads" is a generator function
    assert list(made) == [threading.get_ident()]


async def runs_a_generator_function() -> None:
    made = await run_sync(threads)  # E, silent: async-bridge "threads" is a generator function
    assert list(made) == [threading.get_ident()]


async def decorates_a_generator_function() -> None:
    @sync_to_async  # E, silent: async-bridge "local" is a generator function
    def local() -> Iterator[int]:
        yield threading.get_ident()

    assert list(await local()) == [threading.get_ident()]


async def wraps_an_async_generator_function() -> None:
    made = await sync_to_async(threads_of_async_code)()  # E, silent: async-bridge
    assert [thread async for thread in made] == [threading.get_ident()]


async def leaves_the_thread_with_an_iterator() -> None:
    made = await sync_to_async(Book.objects.iterator)()  # E, silent: async-bridge A queryset leaves
    assert not isinstance(made, list)


async def makes_a_list_in_the_thread() -> list[str]:
    return await sync_to_async(lambda: list(titles()))()


async def iterates_in_the_event_loop() -> list[int]:
    return [thread async for thread in threads_of_async_code()]


async def hands_the_generator_to_list() -> list[str]:
    return await run_sync(list, titles())
