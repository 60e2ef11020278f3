"""The function insists on a row and reads its author."""

from library.models import Book


def safe_name(book: Book | None) -> str:
    assert book is not None
    return book.author.name


async def gives_a_bare_row() -> str:
    book = await Book.objects.order_by("pk").afirst()
    return safe_name(book)  # E: async-unsafe-call "safe_name" runs a query


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").order_by("pk").afirst()
    return safe_name(book)
