"""The column of a foreign key is a field, too: `only("author")` loads it, `only("title")` does not."""

from library.models import Book


async def reads_a_column_left_out() -> int:
    book = await Book.objects.only("title").aget(pk=1)
    return book.author_id  # E: async-unsafe-deferred


async def reads_a_named_column() -> int:
    book = await Book.objects.only("author").aget(pk=1)
    return book.author_id


async def loads_the_column_but_not_the_row() -> str:
    book = await Book.objects.only("author").aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded
