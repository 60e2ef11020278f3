"""A method that was written for synchronous code asks a related manager."""

from library.models import Author


async def has_books() -> bool:
    author = await Author.objects.aget(pk=1)
    return author.books.exists()  # E: async-unsafe-query


async def has_books_asynchronously() -> bool:
    author = await Author.objects.aget(pk=1)
    return await author.books.aexists()
