"""The first read runs the body."""

from asgiref.sync import sync_to_async
from library.desk import Desk


async def reads_it() -> int:
    return len(Desk().catalogue)  # E: async-unsafe-call "catalogue" runs a query


async def reads_it_in_a_thread() -> int:
    desk = Desk()
    return len(await sync_to_async(lambda: desk.catalogue)())
