"""A nested function belongs to whoever calls it."""

import asyncio

from asgiref.sync import sync_to_async
from library.shelves import count_books


async def calls_it_on_the_spot() -> int:
    def count() -> int:
        return count_books()  # E: async-unsafe-call "count_books" runs a query

    return count()


async def gives_it_to_a_thread() -> int:
    def count() -> int:
        return count_books()

    return await asyncio.to_thread(count)


async def makes_it_for_threads() -> int:
    @sync_to_async
    def count() -> int:
        return count_books()

    return await count()


async def never_calls_it() -> str:
    def count() -> int:
        return count_books()

    return count.__name__


async def gives_a_lambda_to_an_executor() -> int:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, lambda: count_books() + 1)
