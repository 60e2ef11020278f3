"""An empty list of fields leaves `save` and `refresh_from_db` nothing to ask."""

from library.models import Book


async def saves_no_field() -> None:
    book = await Book.objects.aget(pk=1)
    book.save(update_fields=[])


async def refreshes_no_field() -> None:
    book = await Book.objects.aget(pk=1)
    book.refresh_from_db(fields=[])


async def saves_one_field() -> None:
    book = await Book.objects.aget(pk=1)
    book.save(update_fields=["title"])  # E: async-unsafe-query
