"""A function reads a field that the query of its argument left out."""

from library.models import Book
from library.rendering import author_name


def field_title(book: Book) -> str:
    return book.title


def biography(book: Book) -> str:
    return book.author.bio


async def gives_a_row_without_the_field() -> str:
    book = await Book.objects.only("pk").aget(pk=1)
    return field_title(book)  # E: async-unsafe-call "field_title" runs a query


async def gives_a_row_whose_field_is_deferred() -> str:
    book = await Book.objects.defer("title").aget(pk=1)
    return field_title(book)  # E: async-unsafe-call


async def gives_a_related_row_without_the_field() -> str:
    book = await Book.objects.select_related("author").only("title", "author__name").aget(pk=1)
    return biography(book)  # E: async-unsafe-call


async def gives_a_related_row_with_it() -> str:
    book = await Book.objects.select_related("author").only("title", "author__name").aget(pk=1)
    return author_name(book)


async def gives_a_row_with_the_field() -> str:
    book = await Book.objects.only("title").aget(pk=1)
    return field_title(book)


async def gives_a_row_that_lacks_another() -> str:
    book = await Book.objects.defer("pages").aget(pk=1)
    return field_title(book)
