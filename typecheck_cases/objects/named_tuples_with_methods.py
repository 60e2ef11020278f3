"""A named tuple has methods that read its items."""

from __future__ import annotations

from typing import NamedTuple

from library.models import Book


class Leg(NamedTuple):
    book: Book
    position: int = 0

    def text(self) -> str:
        return f"{self.position}. {self.book.author.name}"

    def title(self) -> str:
        return self.book.title

    @property
    def name(self) -> str:
        return self.book.author.name

    @classmethod
    def of(cls, book: Book) -> Leg:
        return cls(book, 1)


async def calls_a_method() -> str:
    leg = Leg(await Book.objects.aget(pk=1))
    return leg.text()  # E: async-unsafe-call "text" runs a query


async def calls_a_method_of_a_full_row() -> str:
    leg = Leg(await Book.objects.select_related("author").aget(pk=1), 2)
    return leg.text()


async def calls_a_method_that_reads_a_column() -> str:
    return Leg(await Book.objects.aget(pk=1)).title()


async def reads_a_property() -> str:
    return Leg(await Book.objects.aget(pk=1)).name  # E: async-unsafe-call "name" runs a query


async def is_made_by_a_classmethod() -> str:
    leg = Leg.of(await Book.objects.aget(pk=1))
    return leg.text()  # E: async-unsafe-call "text" runs a query


async def is_made_by_a_classmethod_of_a_full_row() -> str:
    leg = Leg.of(await Book.objects.select_related("author").aget(pk=1))
    return leg.text()


async def stands_in_a_list() -> list[str]:
    legs = [Leg(book, 1) async for book in Book.objects.all()]
    return [leg.text() for leg in legs]  # E: async-unsafe-call "text" runs a query


async def stands_in_a_list_with_full_rows() -> list[str]:
    legs = [Leg(book, 1) async for book in Book.objects.select_related("author")]
    return [leg.text() for leg in legs]
