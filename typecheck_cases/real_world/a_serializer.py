"""A serializer runs its queries where its data is asked for."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from library.models import Book


class BookSerializer:
    """As REST frameworks have them: nothing happens until `data` is read or `is_valid()` is called."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def data(self) -> dict[str, str]:
        return {"title": self.book.title, "author": self.book.author.name}

    def is_valid(self) -> bool:
        return not Book.objects.filter(title=self.book.title).exists()


async def validates() -> bool:
    book = await Book.objects.aget(pk=1)
    return BookSerializer(book).is_valid()  # E: async-unsafe-call "is_valid" runs a query


async def validates_in_a_thread() -> bool:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(BookSerializer(book).is_valid)()


async def asks_for_the_data_in_a_thread() -> dict[str, str]:
    book = await Book.objects.aget(pk=1)
    serializer = BookSerializer(book)
    return await sync_to_async(lambda: serializer.data)()


async def asks_for_the_data_of_a_full_row() -> dict[str, str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BookSerializer(book).data
