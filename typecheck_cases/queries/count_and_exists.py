"""`count`, `exists` and `contains` ask the database."""

from library.models import Book


async def counts() -> int:
    return Book.objects.count()  # E: async-unsafe-query


async def asks_for_existence() -> bool:
    return Book.objects.filter(title="b0").exists()  # E: async-unsafe-query


async def asks_for_a_row() -> bool:
    book = await Book.objects.aget(pk=1)
    return Book.objects.contains(book)  # E: async-unsafe-query


async def asks_asynchronously() -> tuple[int, bool]:
    return await Book.objects.acount(), await Book.objects.filter(title="b0").aexists()
