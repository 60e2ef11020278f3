"""The body of an async generator is async code."""

from collections.abc import AsyncIterator

from library.models import Book


async def yields_from_a_plain_loop() -> AsyncIterator[str]:
    for book in Book.objects.all():  # E: async-unsafe-iteration
        yield book.title


async def yields_from_an_async_loop() -> AsyncIterator[str]:
    async for book in Book.objects.all():
        yield book.title


async def yields_relations() -> AsyncIterator[str]:
    async for book in Book.objects.all():
        yield book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def yields_loaded_relations() -> AsyncIterator[str]:
    async for book in Book.objects.select_related("author"):
        yield book.author.name
