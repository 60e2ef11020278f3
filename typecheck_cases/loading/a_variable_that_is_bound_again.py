"""A name means the row that it was bound to last."""

from library.models import Author, Book


async def bound_again_to_a_loaded_row() -> Author:
    book = await Book.objects.aget(pk=1)
    assert book.title == "b0"
    book = await Book.objects.select_related("author").aget(pk=1)
    return book.author


async def bound_again_to_a_bare_row() -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    assert book.author.name == "a1"
    book = await Book.objects.aget(pk=2)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
