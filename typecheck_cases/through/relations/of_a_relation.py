"""A path has to be loaded to its end."""

from library.models import Book


def imprint(book: Book) -> str:
    publisher = book.author.publisher
    return publisher.name if publisher is not None else ""


async def gives_a_bare_row() -> str:
    book = await Book.objects.aget(pk=1)
    return imprint(book)  # E: async-unsafe-call "imprint" runs a query


async def gives_a_row_loaded_half_the_way() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return imprint(book)  # E: async-unsafe-call "imprint" runs a query


async def gives_a_row_loaded_all_the_way() -> str:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    return imprint(book)
