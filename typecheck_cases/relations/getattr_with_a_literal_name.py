"""`getattr` with a literal name is the same read in other words."""

from library.models import Book


async def reads_with_getattr() -> object:
    book = await Book.objects.aget(pk=1)
    return getattr(book, "editor", None)  # E: async-unsafe-relation "editor" of "Book" is not loaded


async def reads_a_column_with_getattr() -> object:
    book = await Book.objects.aget(pk=1)
    return getattr(book, "editor_id", None)


async def reads_a_loaded_row_with_getattr() -> object:
    book = await Book.objects.select_related("editor").aget(pk=1)
    return getattr(book, "editor", None)
