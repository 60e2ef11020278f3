"""`lru_cache` runs the function when it has no answer yet."""

from asgiref.sync import sync_to_async
from library.wrapping import count_once, square


async def asks_for_the_first_time() -> int:
    return count_once(1)  # E: async-unsafe-call "count_once" runs a query


async def asks_in_a_thread() -> int:
    return await sync_to_async(count_once)(2)


async def asks_one_that_computes() -> int:
    return square(7)
