"""A class has the methods of its base."""

import asyncio

from library.desk import FrontDesk


async def calls_it() -> int:
    return FrontDesk().count()  # E: async-unsafe-call "count" runs a query


async def calls_the_one_that_calls_it() -> str:
    return FrontDesk().report()  # E: async-unsafe-call "report" runs a query


async def calls_it_in_a_thread() -> str:
    return await asyncio.to_thread(FrontDesk().report)


async def calls_one_that_runs_nothing() -> str:
    return FrontDesk().greet()
