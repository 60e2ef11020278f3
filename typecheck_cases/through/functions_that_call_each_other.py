"""A cycle of calls has the operations of all its members."""

from asgiref.sync import sync_to_async
from library.shelves import even, odd, ping, pong


async def asks_the_one_that_queries() -> bool:
    return even(4)  # E: async-unsafe-call "even" runs a query


async def asks_the_other_which_may_stop_before() -> bool:
    return odd(0)


async def asks_two_that_run_nothing() -> int:
    return ping(4) + pong(3)


async def asks_in_a_thread() -> bool:
    return await sync_to_async(even)(4)
