"""Three calls away, in another module than the first two."""

import asyncio

from library import payloads


async def announces() -> object:
    return payloads.to_announce()  # E: async-unsafe-call "to_announce" runs a query


async def announces_from_a_thread() -> object:
    return await asyncio.to_thread(payloads.to_announce)
