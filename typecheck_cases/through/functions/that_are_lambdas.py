"""A lambda that a module assigns to a name is a function like any other."""

from library import names
from library.models import Book
from library.names import by_author, by_title, newest


async def of_another_module() -> Book | None:
    return newest()  # E: async-unsafe-call "newest"


async def that_reads_its_argument() -> str:
    book = await Book.objects.aget(pk=1)
    return by_author(book)  # E: async-unsafe-call "by_author"


async def that_reads_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return names.by_author(book)


async def that_reads_a_field() -> str:
    book = await Book.objects.aget(pk=1)
    return by_title(book)


async def as_a_key() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=by_author)  # E: async-unsafe-call "by_author"


async def as_a_key_that_reads_a_field() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=by_title)
