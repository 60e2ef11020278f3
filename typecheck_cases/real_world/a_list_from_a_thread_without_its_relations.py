"""Fetching the rows in a thread does not fetch what the next lines read of them."""

from asgiref.sync import sync_to_async
from library.models import Book


async def reads_each_author() -> list[str]:
    books = await sync_to_async(list)(Book.objects.all())
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_each_loaded_author() -> list[str]:
    books = await sync_to_async(list)(Book.objects.select_related("author"))
    return [book.author.name for book in books]
