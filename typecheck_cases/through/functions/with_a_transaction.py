"""A block of `atomic()` inside a function opens the connection."""

from asgiref.sync import sync_to_async
from library.shelves import renumber


async def renumbers() -> None:
    renumber()  # E: async-unsafe-call "renumber" runs a query


async def renumbers_in_a_thread() -> None:
    await sync_to_async(renumber)()
