"""`getattr` and `hasattr` with a literal name read the field."""

from library.models import Book


async def reads_with_getattr() -> object:
    book = await Book.objects.only("title").aget(pk=1)
    return getattr(book, "pages", 0)  # E: async-unsafe-deferred "pages" of "Book" is deferred


async def asks_with_hasattr() -> bool:
    book = await Book.objects.only("title").aget(pk=1)
    return hasattr(book, "pages")  # E: async-unsafe-deferred "pages" of "Book" is deferred


async def reads_a_named_field_with_getattr() -> object:
    book = await Book.objects.only("title").aget(pk=1)
    return getattr(book, "title", "")
