"""Reading a property runs its body."""

from asgiref.sync import sync_to_async
from library.desk import Desk, FrontDesk


async def reads_it() -> int:
    return len(Desk().books)  # E: async-unsafe-call "books" runs a query


async def reads_an_inherited_one() -> int:
    return len(FrontDesk().books)  # E: async-unsafe-call "books" runs a query


async def reads_it_in_a_thread() -> int:
    return len(await sync_to_async(lambda: Desk().books)())


async def reads_one_that_runs_nothing() -> str:
    return Desk("front").sign
