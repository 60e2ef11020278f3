"""A method of the class queries, with or without an object."""

from asgiref.sync import sync_to_async
from library.desk import Desk


async def calls_it_on_an_object() -> int:
    return Desk().total()  # E: async-unsafe-call "total" runs a query


async def calls_it_in_a_thread() -> int:
    return await sync_to_async(Desk.total)()
