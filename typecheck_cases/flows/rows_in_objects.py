"""A dataclass, a named tuple or a class of one's own holds the row that it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from library.models import Author, Book


@dataclass
class Card:
    book: Book
    number: int = 0


class Pair(NamedTuple):
    book: Book
    author: Author | None


class Reading:
    def __init__(self, book: Book, pages: int = 0) -> None:
        self.book = book
        self.pages = pages


class Replacing:
    def __init__(self, book: Book) -> None:
        self.book = book

    async def replace(self) -> None:
        self.book = await Book.objects.select_related("author").aget(pk=2)


class Loading:
    def __init__(self, book: Book) -> None:
        self.book = book

    async def load(self) -> None:
        await self.book.arefresh_from_db(from_queryset=Book.objects.select_related("author"))


async def reads_through_a_dataclass() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_through_a_full_dataclass() -> str:
    card = Card(number=1, book=await Book.objects.select_related("author").aget(pk=1))
    return card.book.author.name


async def reads_through_a_named_tuple() -> str:
    pair = Pair(await Book.objects.aget(pk=1), None)
    return pair.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def unpacks_a_named_tuple() -> str:
    book, author = Pair(await Book.objects.select_related("author").aget(pk=1), None)
    if author is not None and author.publisher_id is None:
        return ""
    return book.author.name


async def reads_through_an_object() -> str:
    reading = Reading(await Book.objects.aget(pk=1), 3)
    return reading.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_through_a_list_of_objects() -> list[str]:
    readings = [Reading(book) async for book in Book.objects.select_related("author")]
    return [reading.book.author.name for reading in readings]


async def changes_what_an_object_holds() -> str:
    card = Card(await Book.objects.aget(pk=1))
    card.book = await Book.objects.select_related("author").aget(pk=1)
    return card.book.author.name


async def lets_a_method_change_it() -> str:
    replacing = Replacing(await Book.objects.aget(pk=1))
    await replacing.replace()
    return replacing.book.author.name


async def lets_a_method_load_it() -> str:
    loading = Loading(await Book.objects.aget(pk=1))
    await loading.load()
    return loading.book.author.name


async def two_names_for_one_object() -> str:
    card = Card(await Book.objects.aget(pk=1))
    same = card
    same.book = await Book.objects.select_related("author").aget(pk=2)
    return card.book.author.name
