"""What the argument has loaded does not help a function that fetches its own row."""

from asgiref.sync import sync_to_async
from library.models import Book


def again(book: Book) -> str:
    fresh = Book.objects.select_related("author").get(pk=book.pk)
    return fresh.author.name


def reload(book: Book) -> None:
    book.refresh_from_db()


async def fetches_again() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return again(book)  # E: async-unsafe-call "again" runs a query


async def reloads() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    reload(book)  # E: async-unsafe-call "reload" runs a query


async def fetches_again_in_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(reload)(book)
    return await sync_to_async(again)(book)
