"""What the inner function needs, the outer one needs."""

from asgiref.sync import sync_to_async
from library.models import Book
from library.rendering import heading


async def gives_a_bare_row() -> str:
    book = await Book.objects.aget(pk=1)
    return heading(book)  # E: async-unsafe-call "heading" runs a query


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return heading(book)


async def gives_a_bare_row_to_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(heading)(book)
