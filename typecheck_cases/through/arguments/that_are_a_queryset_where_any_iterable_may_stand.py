"""A list costs nothing to iterate; a queryset runs its query."""

from library.models import Book
from library.rendering import titles_of


async def gives_a_queryset() -> list[str]:
    return titles_of(Book.objects.all())  # E: async-unsafe-call "titles_of" runs a query


async def gives_a_list() -> list[str]:
    return titles_of([book async for book in Book.objects.all()])


async def gives_a_queryset_that_was_evaluated() -> list[str]:
    books = Book.objects.all()
    async for book in books:
        print(book.pk)
    return titles_of(books)
