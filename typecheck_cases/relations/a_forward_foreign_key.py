"""Reading a foreign key that was not loaded runs a query; reading its column does not."""

from library.models import Book


async def reads_the_row() -> str:
    book = await Book.objects.aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_the_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return book.author.name


async def reads_the_column() -> int:
    book = await Book.objects.aget(pk=1)
    return book.author_id
