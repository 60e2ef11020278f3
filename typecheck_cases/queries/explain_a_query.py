"""`explain` asks the database how it would run the query."""

from library.models import Book


async def explains() -> str:
    return Book.objects.all().explain()  # E: async-unsafe-query


async def explains_asynchronously() -> str:
    return await Book.objects.all().aexplain()
