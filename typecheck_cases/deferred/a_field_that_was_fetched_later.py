"""A field that a thread or a refresh fetched is there."""

from asgiref.sync import sync_to_async
from library.models import Book


async def reads_it_in_a_thread_first() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    await sync_to_async(lambda: book.pages)()
    return book.pages


async def refreshes_it_first() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    await book.arefresh_from_db(fields=["pages"])
    return book.pages


async def refreshes_another_field() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    await book.arefresh_from_db(fields=["kind"])
    return book.pages  # E: async-unsafe-deferred "pages" of "Book" is deferred
