"""Declaring a variable's type neither loads nor forgets anything."""

from library.models import Author, Book


async def declared_and_loaded() -> Author:
    book: Book = await Book.objects.select_related("author").aget(pk=1)
    return book.author


async def declared_and_not_loaded() -> Author:
    book: Book = await Book.objects.aget(pk=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def declared_as_a_list() -> Author:
    books: list[Book] = [book async for book in Book.objects.select_related("author")]
    return books[0].author
