"""A function that names its query's result before it returns."""

from asgiref.sync import sync_to_async
from library import shelves


def summary() -> str:
    number = shelves.count_books()
    return f"{number} books"


async def says_it() -> str:
    return summary()  # E: async-unsafe-call "summary" runs a query


async def says_it_from_a_thread() -> str:
    return await sync_to_async(summary)()
