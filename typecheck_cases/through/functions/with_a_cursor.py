"""A cursor needs a connection."""

import asyncio

from library.shelves import now


async def asks_the_database() -> str:
    return now()  # E: async-unsafe-call "now" runs a query


async def asks_the_database_in_a_thread() -> str:
    return await asyncio.to_thread(now)
