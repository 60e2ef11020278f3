"""What a task gives in a helper, annotated or not, is what its coroutine returns."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from library.models import Book


async def in_a_group(query: Awaitable[Book]) -> Book:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(as_coroutine(query))
    return task.result()


async def as_coroutine(query: Awaitable[Book]) -> Book:
    return await query


async def several() -> Any:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(Book.objects.aget(pk=key)) for key in (1, 2)]
    return [task.result() for task in tasks]


async def as_they_come() -> list[Any]:
    tasks = [asyncio.create_task(Book.objects.aget(pk=key)) for key in (1, 2)]
    return [await task for task in asyncio.as_completed(tasks)]


async def as_they_come_loaded() -> list[Any]:
    tasks = [asyncio.create_task(Book.objects.select_related("author").aget(pk=key)) for key in (1, 2)]
    return [await task for task in asyncio.as_completed(tasks)]


async def both_done() -> Any:
    tasks = [asyncio.create_task(Book.objects.aget(pk=key)) for key in (1, 2)]
    done, _ = await asyncio.wait(tasks)
    return [task.result() for task in done]


async def on_the_loop() -> Book:
    task = asyncio.get_running_loop().create_task(Book.objects.aget(pk=1))
    await task
    return task.result()


async def reads_one_of_a_group() -> str:
    book = await in_a_group(Book.objects.aget(pk=1))
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_loaded_one_of_a_group() -> str:
    book = await in_a_group(Book.objects.select_related("author").aget(pk=1))
    return book.author.name


async def reads_each_of_a_group() -> list[str]:
    books = await several()
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book"


async def reads_them_as_they_come() -> list[str]:
    books = await as_they_come()
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book"


async def reads_loaded_ones_as_they_come() -> list[str]:
    books = await as_they_come_loaded()
    return [book.author.name for book in books]


async def reads_what_is_done() -> list[str]:
    books = await both_done()
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book"


async def reads_what_the_loop_ran() -> str:
    book = await on_the_loop()
    return book.author.name  # E: async-unsafe-relation "author" of "Book"
