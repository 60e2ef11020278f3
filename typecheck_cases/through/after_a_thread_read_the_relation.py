"""A relation that a thread has read stays on the row."""

from asgiref.sync import sync_to_async
from library.models import Book
from library.rendering import author_name, heading


async def gives_the_row_to_a_thread_first() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(author_name)(book)
    return heading(book)


async def reads_the_relation_in_a_thread_first() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(lambda: book.author)()
    return heading(book)


async def reads_another_row_in_a_thread_first() -> str:
    book = await Book.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    await sync_to_async(author_name)(other)
    return heading(book)  # E: async-unsafe-call "heading" runs a query
