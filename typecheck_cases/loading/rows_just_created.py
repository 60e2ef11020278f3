"""`acreate` returns the row that it was given: with the objects, not with the keys' objects."""

from library.models import Author, Book


async def created_with_the_row() -> Author:
    author = await Author.objects.aget(pk=1)
    book = await Book.objects.acreate(title="new", author=author)
    return book.author


async def created_with_the_key() -> Author:
    book = await Book.objects.acreate(title="new", author_id=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def created_through_the_related_manager() -> Author:
    author = await Author.objects.aget(pk=1)
    book = await author.books.acreate(title="new")
    return book.author
