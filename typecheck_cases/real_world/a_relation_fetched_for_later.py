"""Fetching a relation once in a thread makes every later read free."""

from asgiref.sync import sync_to_async
from library.models import Book


class Report:
    def __init__(self, book: Book) -> None:
        self.book = book

    async def title(self) -> str:
        await sync_to_async(lambda: self.book.author)()
        return f"{self.book.title} by {self.book.author.name}"


async def reports() -> str:
    return await Report(await Book.objects.aget(pk=1)).title()


async def reports_without_fetching() -> str:
    book = await Book.objects.aget(pk=1)
    return f"{book.title} by {book.author.name}"  # E: async-unsafe-relation "author" of "Book" is not loaded
