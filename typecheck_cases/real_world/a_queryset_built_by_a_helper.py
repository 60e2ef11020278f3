"""A helper builds the queryset and loads the relation; the caller finishes it."""

from django.db.models import QuerySet
from library.models import Book


def base_queryset() -> QuerySet[Book]:
    return Book.objects.select_related("author", "editor")


async def finishes_the_query() -> list[str]:
    rows = base_queryset().filter(pages=0)
    return [book.author.name async for book in rows]


async def evaluates_it_synchronously() -> list[str]:
    rows = base_queryset().filter(pages=0)
    return [book.author.name for book in rows]  # E: async-unsafe-iteration
