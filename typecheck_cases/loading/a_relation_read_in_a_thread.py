"""Once a thread has read the relation, the row holds it."""

from asgiref.sync import sync_to_async
from library.models import Author, Book


async def read_in_a_thread_first() -> Author:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(lambda: book.author)()
    return book.author


async def another_row_read_in_a_thread() -> Author:
    book = await Book.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    await sync_to_async(lambda: other.author)()
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
