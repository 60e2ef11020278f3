"""A second `only` replaces the first; `defer` after it takes fields away."""

from library.models import Book


async def reads_what_the_first_named() -> int:
    book = await Book.objects.only("pages").only("title").aget(pk=1)
    return book.pages  # E: async-unsafe-deferred "pages" of "Book" is deferred


async def reads_what_defer_took_away() -> int:
    book = await Book.objects.only("title", "pages").defer("pages").aget(pk=1)
    return book.pages  # E: async-unsafe-deferred "pages" of "Book" is deferred


async def reads_what_the_last_named() -> str:
    book = await Book.objects.only("pages").only("title").aget(pk=1)
    return book.title
