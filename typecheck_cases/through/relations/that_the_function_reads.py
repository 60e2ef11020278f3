"""A function that reads a relation of its argument is right for a row that has it loaded."""

from library.models import Book
from library.rendering import author_name


async def gives_a_bare_row() -> str:
    book = await Book.objects.aget(pk=1)
    return author_name(book)  # E: async-unsafe-call "author_name" runs a query


async def gives_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return author_name(book)


async def gives_a_row_with_another_relation() -> str:
    book = await Book.objects.select_related("editor").aget(pk=1)
    return author_name(book)  # E: async-unsafe-call "author_name" runs a query


async def gives_a_row_with_its_author_prefetched() -> str:
    book = await Book.objects.prefetch_related("author").aget(pk=1)
    return author_name(book)
