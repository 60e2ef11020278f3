"""The function that builds a template's context lives far from the queryset that loads for it."""

from library.models import Book
from library.shelves import newest_with_author


def context(book: Book) -> dict[str, object]:
    return {"book": book, "author": book.author.name, "key": book.author_id}


async def builds_it_from_a_loaded_row() -> dict[str, object]:
    book = await newest_with_author().aget(pk=1)
    return context(book)


async def builds_it_after_a_refresh() -> dict[str, object]:
    book = await Book.objects.select_related("author").aget(pk=1)
    await book.arefresh_from_db()
    return context(book)  # E: async-unsafe-call "context" runs a query
