"""A key that may be null is not loaded either; comparing with None needs the column only."""

from library.models import Book


async def compares_the_row_with_none() -> bool:
    book = await Book.objects.aget(pk=1)
    return book.editor is None  # E: async-unsafe-relation "editor" of "Book" is not loaded


async def compares_the_column_with_none() -> bool:
    book = await Book.objects.aget(pk=1)
    return book.editor_id is None


async def reads_a_loaded_null() -> bool:
    book = await Book.objects.select_related("editor").aget(pk=2)
    return book.editor is None
