"""Saving changes nothing about what is loaded."""

from library.models import Author, Book


async def saved_with_its_relation() -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    await book.asave()
    return book.author


async def saved_without_its_relation() -> Author:
    book = await Book.objects.aget(pk=1)
    await book.asave()
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
