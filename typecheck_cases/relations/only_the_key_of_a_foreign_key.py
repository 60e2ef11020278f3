"""`book.author.pk` loads the author to learn what `book.author_id` already holds."""

from library.models import Book


async def reads_the_key_of_the_row() -> int:
    book = await Book.objects.aget(pk=1)
    return book.author.pk  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_the_column() -> int:
    book = await Book.objects.aget(pk=1)
    return book.author_id
