"""The body of a generator function runs when it is iterated, not when it is called."""

from asgiref.sync import sync_to_async
from library.shelves import each_title, titles


async def makes_the_generator() -> str:
    return type(each_title()).__name__


async def iterates_it_in_a_thread() -> list[str]:
    return await sync_to_async(lambda: list(each_title()))()


async def calls_a_function_instead() -> list[str]:
    return titles()  # E: async-unsafe-call "titles" runs a query
