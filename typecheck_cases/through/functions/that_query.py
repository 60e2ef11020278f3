"""A sync function that queries is an error where async code calls it; a thread may run it."""

import asyncio

from asgiref.sync import sync_to_async
from library.shelves import acount_books, count_books


async def calls_it() -> int:
    return count_books()  # E: async-unsafe-call "count_books" runs a query


async def calls_it_in_django_s_thread() -> int:
    return await sync_to_async(count_books)()


async def calls_it_in_another_thread() -> int:
    return await asyncio.to_thread(count_books)


async def calls_its_async_twin() -> int:
    return await acount_books()
