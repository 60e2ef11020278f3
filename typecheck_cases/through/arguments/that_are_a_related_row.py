"""The relation is read before the function is called: that line is another error."""

from library.desk import Desk
from library.models import Book
from library.rendering import nick


async def reads_it_for_the_call() -> str:
    book = await Book.objects.aget(pk=1)
    return Desk.initial(book.author)  # E: async-unsafe-relation "author" of "Book" is not loaded


async def gives_a_related_row_that_is_bare() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return nick(book.author)  # E: async-unsafe-call "nick" runs a query


async def gives_a_related_row_that_is_loaded() -> str:
    book = await Book.objects.select_related("author__profile").aget(pk=1)
    return nick(book.author)
