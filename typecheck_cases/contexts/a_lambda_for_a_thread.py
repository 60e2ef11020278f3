"""A lambda that is handed to a thread is synchronous code; one that is called on the spot is not."""

from asgiref.sync import sync_to_async
from library.models import Book


async def hands_it_to_sync_to_async() -> str:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(lambda: book.author.name)()


async def hands_a_query_to_sync_to_async() -> list[Book]:
    return await sync_to_async(lambda: list(Book.objects.all()))()


async def calls_it_on_the_spot() -> int:
    number = (lambda books: books.count())(Book.objects.all())  # noqa: PLC3002  # E: async-unsafe-query
    return number + 1
