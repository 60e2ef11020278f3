"""A nested `async def` is async code of its own, wherever it stands."""

import asyncio

from library.models import Book


async def inside_a_coroutine() -> int:
    async def count() -> int:
        return Book.objects.count()  # E: async-unsafe-query

    return await count()


async def inside_a_task() -> int:
    async def count() -> int:
        return await Book.objects.acount()

    return await asyncio.create_task(count())
