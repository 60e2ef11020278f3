"""A list costs nothing to iterate; a queryset runs its query."""

from collections.abc import Iterable

from library.models import Book


def titles_of(books: Iterable[Book]) -> list[str]:
    return [book.title for book in books]


async def gives_a_queryset() -> list[str]:
    return titles_of(Book.objects.all())  # E: async-unsafe-call "titles_of" runs a query


async def gives_a_list() -> list[str]:
    return titles_of([book async for book in Book.objects.all()])


async def gives_a_queryset_that_was_evaluated() -> list[str]:
    books = Book.objects.all()
    async for book in books:
        print(book.pk)
    return titles_of(books)
