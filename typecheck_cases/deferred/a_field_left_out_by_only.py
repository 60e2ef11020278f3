"""`only` loads the named fields and the key; any other field is fetched when it is read."""

from library.models import Book


async def reads_a_field_left_out() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    return book.pages  # E: async-unsafe-deferred "pages" of "Book" is deferred


async def reads_a_named_field() -> str:
    book = await Book.objects.only("title").aget(pk=1)
    return book.title


async def reads_the_key() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    return book.pk
