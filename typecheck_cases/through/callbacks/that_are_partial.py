"""`functools.partial` calls the function when it is called itself."""

import functools

from asgiref.sync import sync_to_async
from library.shelves import titles_by_number, titles_like


async def calls_it() -> dict[int, str]:
    load = functools.partial(titles_by_number)
    return load()  # E: async-unsafe-call


async def gives_it_to_a_thread() -> list[str]:
    return await sync_to_async(functools.partial(titles_like, limit=1))()
