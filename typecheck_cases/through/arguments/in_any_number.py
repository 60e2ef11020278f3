"""`*books` and `**books` take any number of rows, and each of them is read."""

from library.models import Book


def names_of(*books: Book) -> list[str]:
    return [book.author.name for book in books]


def by_name(**books: Book) -> list[str]:
    return [book.author.name for book in books.values()]


def first_and_rest(first: Book, *rest: Book) -> str:
    return f"{first.author.name} and {len(rest)} more"


async def one_bare_row() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return names_of(book)  # E: async-unsafe-call "names_of" runs a query


async def a_bare_row_among_loaded_ones() -> list[str]:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    bare = await Book.objects.aget(pk=2)
    return names_of(loaded, bare)  # E: async-unsafe-call


async def an_unpacked_list() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return names_of(*books)  # E: async-unsafe-call


async def a_bare_row_by_name() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return by_name(book=book)  # E: async-unsafe-call "by_name" runs a query


async def loaded_rows() -> list[str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return names_of(book, book) + by_name(book=book)


async def a_bare_row_where_nothing_is_read() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    bare = await Book.objects.aget(pk=2)
    return first_and_rest(loaded, bare)
