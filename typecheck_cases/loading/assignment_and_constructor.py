"""A row that was assigned or given to the constructor is loaded."""

from library.models import Author, Book


async def assigned() -> Author:
    book = await Book.objects.aget(pk=1)
    book.author = await Author.objects.aget(pk=2)
    return book.author


async def given_to_the_constructor() -> Author:
    author = await Author.objects.aget(pk=1)
    book = Book(title="new", author=author)
    return book.author


async def given_as_a_key() -> Author:
    book = Book(title="new", author_id=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def left_out_of_the_constructor() -> Author | None:
    book = Book(title="new", author_id=1)
    return book.editor
