"""A function that makes an object runs what the constructor runs."""

from asgiref.sync import sync_to_async
from library.parents import Filled, Signed, fill, sign


async def it_queries() -> Filled:
    return fill()  # E: async-unsafe-call "fill" runs a query


async def it_queries_in_a_thread() -> Filled:
    return await sync_to_async(fill)()


async def it_runs_nothing() -> Signed:
    return sign()
