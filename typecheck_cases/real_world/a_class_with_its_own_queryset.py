"""A class decides in `get_queryset` what its rows have."""

from django.db.models import QuerySet
from library.models import Book


class Shelf:
    def get_queryset(self) -> QuerySet[Book]:
        return Book.objects.select_related("author")

    async def first(self) -> Book | None:
        return await self.get_queryset().order_by("pk").afirst()


async def reads_what_the_class_loads() -> str:
    book = await Shelf().first()
    return book.author.name if book else ""


async def reads_through_the_queryset() -> list[str]:
    return [book.author.name async for book in Shelf().get_queryset()]


async def counts_the_queryset() -> int:
    return Shelf().get_queryset().count()  # E: async-unsafe-query
