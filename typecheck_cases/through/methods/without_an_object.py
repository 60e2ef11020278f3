"""A function that lives in a class."""

from asgiref.sync import sync_to_async
from library.desk import Desk
from library.models import Author


async def calls_it_on_an_object() -> list[str]:
    return Desk().names()  # E: async-unsafe-call "names" runs a query


async def calls_it_in_a_thread() -> list[str]:
    return await sync_to_async(Desk.names)()


async def calls_one_that_reads_a_column() -> str:
    return Desk.initial(await Author.objects.aget(pk=1))
