"""The notes of a book are a manager: its rows need a query."""

from library.models import Book, Note


async def lists_the_notes() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    return list(book.notes.all())  # E: async-unsafe-iteration


async def lists_them_asynchronously() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    return [note async for note in book.notes.all()]


async def lists_prefetched_notes() -> list[Note]:
    book = await Book.objects.prefetch_related("notes").aget(pk=1)
    return list(book.notes.all())
