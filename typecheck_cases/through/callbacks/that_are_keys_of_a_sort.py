"""The lambda given to `sorted` runs at once, and so does what it calls."""

from library.models import Book
from library.rendering import author_name


def author_key(book: Book) -> int:
    return book.author_id


async def sorts_bare_rows() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=lambda book: (author_name(book), book.pk))  # E: async-unsafe-call "author_name"


async def sorts_loaded_rows() -> list[Book]:
    books = [book async for book in Book.objects.select_related("author")]
    return sorted(books, key=lambda book: (author_name(book), book.pk))


async def sorts_bare_rows_by_key() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=lambda book: (author_key(book), book.pk))


async def takes_the_first_of_bare_rows() -> Book:
    books = [book async for book in Book.objects.all()]
    return min(books, key=lambda book: (author_name(book), book.pk))  # E: async-unsafe-call "author_name"
