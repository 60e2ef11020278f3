"""Every asynchronous way to a row carries what the queryset loaded."""

from library.models import Author, Book


async def through_first_and_last() -> list[Author]:
    books = Book.objects.select_related("author")
    rows = [await books.afirst(), await books.alast(), await books.aearliest(), await books.alatest()]
    return [book.author for book in rows if book]


async def through_in_bulk() -> Author:
    books = await Book.objects.select_related("author").ain_bulk([1])
    return books[1].author


async def through_aiterator() -> list[Author]:
    return [book.author async for book in Book.objects.select_related("author").aiterator()]


async def in_bulk_without_loading() -> Author:
    books = await Book.objects.ain_bulk([1])
    return books[1].author  # E: async-unsafe-relation "author" of "Book" is not loaded
