"""Synchronous functions may use the ORM as ever: management commands, signals, migrations."""

from asgiref.sync import sync_to_async
from library.models import Book


def rename_the_first() -> str:
    book = Book.objects.select_for_update().order_by("pk")[0]
    book.title = f"{book.author.name}: {book.title}"
    book.save()
    return book.title


async def calls_it_in_a_thread() -> str:
    def rename() -> str:
        return Book.objects.get(pk=1).author.name

    return await sync_to_async(rename)()


async def does_it_without_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded
