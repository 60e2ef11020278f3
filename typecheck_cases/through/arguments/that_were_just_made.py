"""A row made from an author has its author."""

from library.models import Author, Book
from library.rendering import heading


async def made_by_the_manager() -> str:
    author = await Author.objects.aget(pk=1)
    book = await Book.objects.acreate(title="new", author=author)
    return heading(book)


async def made_by_the_class() -> str:
    author = await Author.objects.aget(pk=1)
    return heading(Book(title="new", author=author))


async def made_from_a_key() -> str:
    book = await Book.objects.acreate(title="new", author_id=1)
    return heading(book)  # E: async-unsafe-call "heading" runs a query


async def given_its_author_later() -> str:
    book = await Book.objects.aget(pk=1)
    book.author = await Author.objects.aget(pk=2)
    return heading(book)
