"""A method that queries, and one that calls it."""

from asgiref.sync import sync_to_async
from library.desk import Desk


async def calls_it() -> int:
    return Desk().count()  # E: async-unsafe-call "count" runs a query


async def calls_the_one_that_calls_it() -> str:
    desk = Desk("front")
    return desk.report()  # E: async-unsafe-call "report" runs a query


async def calls_one_that_runs_nothing() -> str:
    return Desk("front").greet()


async def calls_it_in_a_thread() -> str:
    return await sync_to_async(Desk("front").report)()


async def keeps_the_method_for_later() -> str:
    count = Desk().count
    return count.__name__
