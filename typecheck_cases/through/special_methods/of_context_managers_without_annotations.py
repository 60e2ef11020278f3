"""A context manager of another module opens a transaction when it is entered."""

# mypy: disable-error-code="no-untyped-call"

from asgiref.sync import sync_to_async
from library.models import Book
from library.pupils import locked, noted


async def enters_one_with_a_transaction() -> int:
    with locked("books"):  # E: async-unsafe-call "locked" runs a query
        return await Book.objects.acount()


async def enters_it_in_a_thread() -> int:
    def count() -> int:
        with locked("books"):
            return Book.objects.count()

    return await sync_to_async(count)()


async def enters_one_without() -> int:
    log: list[str] = []
    with noted(log, "books"):
        return await Book.objects.acount()
