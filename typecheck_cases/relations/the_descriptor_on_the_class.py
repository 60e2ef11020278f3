"""`Book.author` on the class names the field and reads no row."""

from library.models import Author, Book


async def names_the_descriptors() -> bool:
    return Book.author is not None and Author.profile is not None


async def reads_the_instance() -> Author:
    book = await Book.objects.aget(pk=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
