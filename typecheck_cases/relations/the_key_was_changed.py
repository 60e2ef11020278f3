"""Giving the column another value drops the row that was loaded for the old one."""

from library.models import Author, Book


async def reads_after_a_new_key() -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    book.author_id = 2
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_after_a_new_row() -> Author:
    book = await Book.objects.aget(pk=1)
    book.author = await Author.objects.aget(pk=2)
    return book.author
