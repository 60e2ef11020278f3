"""`map` and `sorted` call what they are given, also a method of an object or a class."""

from library.desk import Desk
from library.models import Book


async def maps_a_method_over_bare_rows() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return list(map(Desk().author_of, books))  # E: async-unsafe-call "author_of" runs a query


async def sorts_bare_rows_by_a_method() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=Desk().author_of)  # E: async-unsafe-call "author_of" runs a query


async def maps_a_method_over_loaded_rows() -> list[str]:
    books = [book async for book in Book.objects.select_related("author")]
    return list(map(Desk().author_of, books))


async def sorts_loaded_rows_by_a_method() -> list[Book]:
    books = [book async for book in Book.objects.select_related("author")]
    return sorted(books, key=Desk().author_of)
