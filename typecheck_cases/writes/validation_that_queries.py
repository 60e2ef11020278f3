"""`full_clean` checks foreign keys and unique constraints in the database."""

from asgiref.sync import sync_to_async
from library.models import Book


async def validates() -> None:
    book = await Book.objects.aget(pk=1)
    book.full_clean()  # E: async-unsafe-query


async def validates_constraints() -> None:
    book = await Book.objects.aget(pk=1)
    book.validate_constraints()  # E: async-unsafe-query


async def validates_in_a_thread() -> None:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(book.validate_constraints)()


async def cleans_what_needs_no_query() -> None:
    book = await Book.objects.aget(pk=1)
    book.clean()
