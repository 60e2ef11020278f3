"""What evaluates its argument runs a query, unless the queryset was evaluated before."""

from django.db.models import QuerySet
from library.models import Book


def titles_of_rows(books: QuerySet[Book]) -> list[str]:
    return [book.title for book in books]


def size(books: QuerySet[Book]) -> int:
    return len(books)


async def has_it_iterated() -> list[str]:
    return titles_of_rows(Book.objects.filter(pages=0))  # E: async-unsafe-call "titles_of_rows" runs a query


async def has_it_measured() -> int:
    return size(Book.objects.filter(pages=0))  # E: async-unsafe-call "size" runs a query


async def has_it_iterated_after_evaluation() -> list[str]:
    books = Book.objects.filter(pages=0)
    print([book.pk async for book in books])
    return titles_of_rows(books)


async def has_it_measured_after_evaluation() -> int:
    books = Book.objects.filter(pages=0)
    print([book.pk async for book in books])
    return size(books)
