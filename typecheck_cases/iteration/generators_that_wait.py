"""A generator over ``iterator()`` runs its query when its first item is asked for, and not before."""

from asgiref.sync import sync_to_async
from library.models import Book


async def hands_it_to_a_thread() -> list[str]:
    titles = (book.title for book in Book.objects.iterator())
    return await sync_to_async(list)(titles)


async def asks_a_queryset_at_once() -> list[str]:
    titles = (book.title for book in Book.objects.all())  # E: async-unsafe-iteration
    return await sync_to_async(list)(titles)


async def joins_it_at_once() -> str:
    return ",".join(book.title for book in Book.objects.iterator())  # E: async-unsafe-iteration
