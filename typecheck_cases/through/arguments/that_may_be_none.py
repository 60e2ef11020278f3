"""The function insists on a row and reads its author."""

from library.models import Book
from library.rendering import safe_name


async def gives_a_bare_row() -> str:
    book = await Book.objects.order_by("pk").afirst()
    return safe_name(book)  # E: async-unsafe-call "safe_name" runs a query


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").order_by("pk").afirst()
    return safe_name(book)
