"""`get_object_or_404` in a function is a query where the function is called."""

from asgiref.sync import sync_to_async
from library.shelves import find


async def finds() -> str:
    return find(1).title  # E: async-unsafe-call "find" runs a query


async def finds_in_a_thread() -> str:
    return (await sync_to_async(find)(1)).title
