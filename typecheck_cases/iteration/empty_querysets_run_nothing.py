"""Django answers for `none()` without asking the database."""

from library.models import Book


async def lists_none() -> list[Book]:
    return list(Book.objects.none())


async def asks_none() -> tuple[int, bool, Book | None]:
    nothing = Book.objects.none()
    return len(nothing), nothing.exists(), nothing.first()


async def lists_some() -> list[Book]:
    return list(Book.objects.filter(pk__in=[1]))  # E: async-unsafe-iteration
