"""Three functions hand the row on; the last one reads its author."""

from library.models import Book
from library.rendering import heading


def page(book: Book) -> str:
    return f"<h1>{heading(book)}</h1>"


async def gives_a_bare_row() -> str:
    book = await Book.objects.order_by("pk").afirst()
    assert book is not None
    return page(book)  # E: async-unsafe-call "page" runs a query


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").order_by("pk").afirst()
    assert book is not None
    return page(book)
