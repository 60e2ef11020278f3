"""A read inside an f-string is a read."""

from library.models import Book


async def formats_the_relation() -> str:
    book = await Book.objects.aget(pk=1)
    return f"{book.title} by {book.author.name}"  # E: async-unsafe-relation "author" of "Book" is not loaded


async def formats_the_loaded_relation() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return f"{book.title} by {book.author.name}"
