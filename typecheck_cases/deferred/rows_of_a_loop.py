"""Deferral travels with every row of the queryset."""

from library.models import Book


async def reads_in_a_comprehension() -> list[int]:
    return [book.pages async for book in Book.objects.only("title")]  # E: async-unsafe-deferred


async def reads_in_a_loop() -> None:
    async for book in Book.objects.defer("title"):
        print(book.title)  # E: async-unsafe-deferred "title" of "Book" is deferred


async def reads_named_fields_in_a_comprehension() -> list[str]:
    return [book.title async for book in Book.objects.only("title")]
