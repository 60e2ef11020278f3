"""A relation that only one way through the function reads need not be loaded."""

from library.models import Book
from library.rendering import author_name


def perhaps(book: Book, with_author: bool = False) -> str:
    return f"{book.title} {book.author.name if with_author else ''}"


async def wants_no_author() -> str:
    book = await Book.objects.aget(pk=1)
    return perhaps(book)


async def wants_the_author_it_has() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return perhaps(book, with_author=True)


async def wants_the_author_for_certain() -> str:
    book = await Book.objects.aget(pk=1)
    return perhaps(book) + author_name(book)  # E: async-unsafe-call "author_name" runs a query
