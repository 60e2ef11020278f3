"""Properties, cached properties and setters run on what the object keeps."""

from __future__ import annotations

from functools import cached_property

from library.models import Book


class Card:
    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def author(self) -> str:
        return self._book.author.name

    @property
    def book(self) -> Book:
        return self._book

    @book.setter
    def book(self, book: Book) -> None:
        self._book = book

    @cached_property
    def chapters(self) -> list[int]:
        return [chapter.number for chapter in self._book.chapters.all()]

    @cached_property
    def first(self) -> Book:
        return self._book

    def text(self) -> str:
        return f"{self._book.title}: {self.chapters}"


async def reads_a_property() -> str:
    return Card(await Book.objects.aget(pk=1)).author  # E: async-unsafe-call "author" runs a query


async def reads_a_property_of_a_full_row() -> str:
    return Card(await Book.objects.select_related("author").aget(pk=1)).author


async def reads_the_row_behind_a_property() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_the_full_row_behind_a_property() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    return card.book.author.name


async def sets_a_property() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    card.book = await Book.objects.aget(pk=2)
    return card.author  # E: async-unsafe-call "author" runs a query


async def sets_a_property_to_a_full_row() -> str:
    card = Card(await Book.objects.aget(pk=1))
    card.book = await Book.objects.select_related("author").aget(pk=2)
    return card.author


async def loops_in_a_cached_property() -> list[int]:
    card = Card(await Book.objects.aget(pk=1))
    return card.chapters  # E: async-unsafe-call "chapters" runs a query


async def loops_over_prefetched_rows_in_a_cached_property() -> list[int]:
    card = Card(await Book.objects.prefetch_related("chapters").aget(pk=1))
    return card.chapters


async def loops_in_a_cached_property_of_a_method() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.text()  # E: async-unsafe-call "text" runs a query


async def loops_over_prefetched_rows_in_a_cached_property_of_a_method() -> str:
    card = Card(await Book.objects.prefetch_related("chapters").aget(pk=1))
    return card.text()


async def reads_the_row_of_a_cached_property() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.first.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_the_full_row_of_a_cached_property() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    return card.first.author.name
