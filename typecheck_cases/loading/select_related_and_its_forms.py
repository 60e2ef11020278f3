"""`select_related` adds up, ends with None, and without names follows the keys that cannot be null."""

from library.models import Author, Book


async def adds_up() -> tuple[Author, Author | None]:
    book = await Book.objects.select_related("author").select_related("editor").aget(pk=1)
    return book.author, book.editor


async def ends_with_none() -> Author:
    book = await Book.objects.select_related("author").select_related(None).aget(pk=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def follows_every_key_that_cannot_be_null() -> Author:
    book = await Book.objects.select_related().aget(pk=1)
    return book.author


async def leaves_out_a_key_that_can_be_null() -> Author | None:
    book = await Book.objects.select_related().aget(pk=1)
    return book.editor  # E: async-unsafe-relation "editor" of "Book" is not loaded


async def loads_every_step_of_a_path() -> str:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    return f"{book.author.name} {book.author.publisher}"
