"""A generator expression runs where something consumes it."""

from library.models import Book
from library.rendering import author_name


async def under_any() -> bool:
    books = [book async for book in Book.objects.all()]
    return any(author_name(book) == "a1" for book in books)  # E: async-unsafe-call "author_name"


async def under_any_with_loaded_rows() -> bool:
    books = [book async for book in Book.objects.select_related("author")]
    return any(author_name(book) == "a1" for book in books)


async def under_join() -> str:
    books = [book async for book in Book.objects.all()]
    return ", ".join(author_name(book) for book in books)  # E: async-unsafe-call "author_name"


async def under_join_with_loaded_rows() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return ", ".join(author_name(book) for book in books)
