"""The dict is made of rows: the function that makes it runs a query."""

from asgiref.sync import sync_to_async
from library.shelves import titles_by_number


async def takes_one_title() -> str:
    return titles_by_number()[1]  # E: async-unsafe-call "titles_by_number" runs a query


async def takes_one_title_from_a_thread() -> str:
    return (await sync_to_async(titles_by_number)())[1]


async def takes_the_method_alone() -> str:
    return titles_by_number.__name__
