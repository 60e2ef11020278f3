"""A generator reads what its argument lacks when it is iterated."""

from collections.abc import Iterable, Iterator

from library.models import Book


def author_names(books: Iterable[Book]) -> Iterator[str]:
    for book in books:
        yield book.author.name


def plain_titles(books: Iterable[Book]) -> Iterator[str]:
    for book in books:
        yield book.title


def joined(books: Iterable[Book]) -> str:
    return ", ".join(author_names(books))


async def bare_rows() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return list(author_names(books))  # E: async-unsafe-call "author_names" runs a query


async def bare_rows_through_a_function() -> str:
    books = [book async for book in Book.objects.all()]
    return joined(books)  # E: async-unsafe-call "joined" runs a query: author_names


async def loaded_rows() -> list[str]:
    books = [book async for book in Book.objects.select_related("author")]
    return [*author_names(books), joined(books)]


async def nothing_but_columns() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return list(plain_titles(books))


async def nobody_iterates() -> str:
    books = [book async for book in Book.objects.all()]
    return type(author_names(books)).__name__
