"""`sync_to_async` takes a function: what stands in its parentheses as a call has already run."""

from asgiref.sync import sync_to_async
from library.models import Book


async def calls_too_early() -> object:
    return await sync_to_async(str)(Book.objects.count())  # E: async-unsafe-query


async def passes_the_function() -> object:
    return await sync_to_async(Book.objects.count)()
