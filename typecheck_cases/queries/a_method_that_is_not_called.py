"""Naming a query method runs nothing; calling it does."""

from asgiref.sync import sync_to_async
from library.models import Book


async def names_the_method() -> bool:
    count = Book.objects.count
    return callable(count)


async def hands_the_method_to_a_thread() -> int:
    return await sync_to_async(Book.objects.count)()


async def calls_the_method() -> int:
    return Book.objects.count()  # E: async-unsafe-query
