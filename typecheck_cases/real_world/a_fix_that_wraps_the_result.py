"""`sync_to_async(func(arg))()` looks like a fix, and calls the function before it is wrapped."""

from asgiref.sync import sync_to_async
from library.models import Book


async def wraps_the_result() -> object:
    books = Book.objects.order_by("pk")
    return await sync_to_async(books.get(pk=1).get_deferred_fields)()  # E: async-unsafe-query


async def wraps_the_function() -> object:
    books = Book.objects.order_by("pk")
    return await sync_to_async(books.get)(pk=1)
