"""What functions return: querysets and rows, with and without what their callers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from django.db.models import QuerySet


def books_with_author() -> QuerySet[Book]:
    return Book.objects.select_related("author")


def books() -> QuerySet[Book]:
    return Book.objects.filter(pages__gte=0)


def short_books() -> QuerySet[Book]:
    return books_with_author().exclude(pages__gt=10)


def headings() -> QuerySet[Book]:
    return Book.objects.only("title")


def books_for(wanted: bool) -> QuerySet[Book]:
    found = Book.objects.all()
    if wanted:
        found = found.select_related("author")
    return found


def visible(found: QuerySet[Book]) -> QuerySet[Book]:
    return found.filter(pages__gte=0)


def with_author(found: QuerySet[Book]) -> QuerySet[Book]:
    return found.select_related("author")


async def find(pk: int) -> Book:
    return await Book.objects.aget(pk=pk)


async def find_with_author(pk: int) -> Book:
    return await books_with_author().aget(pk=pk)


async def find_all() -> list[Book]:
    return [book async for book in Book.objects.all()]


async def perhaps_first() -> Book | None:
    return await Book.objects.afirst()


def find_in_sync_code(pk: int) -> Book:
    return Book.objects.get(pk=pk)


def first_of(found: list[Book]) -> Book:
    return found[0]


_known: dict[int, Book] = {}


async def remembered(pk: int) -> Book:
    if pk not in _known:
        _known[pk] = await find_with_author(pk)
    return _known[pk]


class Shelf:
    """A repository."""

    def rows(self) -> QuerySet[Book]:
        return Book.objects.all()

    async def one(self, pk: int) -> Book:
        return await self.rows().aget(pk=pk)

    @property
    def current(self) -> QuerySet[Book]:
        return Book.objects.select_related("author")

    @classmethod
    def of_everybody(cls) -> QuerySet[Book]:
        return Book.objects.all()


class ShelfWithAuthors(Shelf):
    """A repository whose rows have more."""

    def rows(self) -> QuerySet[Book]:
        return super().rows().select_related("author")
