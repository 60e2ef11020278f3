"""An assignment gives a deferred field its value; `del` takes it away again."""

from library.models import Book


async def reads_an_assigned_field() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    book.pages = 3
    return book.pages


async def reads_a_deleted_field() -> int:
    book = await Book.objects.aget(pk=1)
    del book.pages
    return book.pages  # E: async-unsafe-deferred "pages" of "Book" is deferred
