"""A class method, or another object of the class, makes the object: ``cls(...)``, ``type(self)(...)``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from library.models import Book


@dataclass
class Payload:
    title: str
    author: str

    @classmethod
    def of(cls, book: Book) -> Self:
        return cls(title=book.title, author=book.author.name)

    @classmethod
    def bare(cls, book: Book) -> Self:
        return cls(book.title, "")


class Card:
    def __init__(self, book: Book) -> None:
        self.book = book

    def line(self) -> str:
        return self.book.author.name

    @classmethod
    def of(cls, book: Book) -> Self:
        return cls(book)

    @staticmethod
    def plain(book: Book) -> Card:
        return Card(book)

    @classmethod
    async def load(cls, pk: int) -> Self:
        return cls(await Book.objects.aget(pk=pk))

    @classmethod
    async def load_full(cls, pk: int) -> Self:
        return cls(await Book.objects.select_related("author").aget(pk=pk))

    def twin(self) -> Self:
        return type(self)(self.book)

    def other(self) -> Card:
        return self.__class__(self.book)


class Signed(Card):
    def line(self) -> str:
        return "signed"


async def builds_a_payload() -> str:
    book = await Book.objects.aget(pk=1)
    return Payload.of(book).title  # E: async-unsafe-call "of" runs a query


async def builds_a_payload_of_a_full_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return Payload.of(book).author


async def builds_a_bare_payload() -> str:
    return Payload.bare(await Book.objects.aget(pk=1)).title


async def builds_payloads() -> list[Payload]:
    return [Payload.of(book) async for book in Book.objects.all()]  # E: async-unsafe-call "of" runs a query


async def builds_payloads_of_full_rows() -> list[Payload]:
    return [Payload.of(book) async for book in Book.objects.select_related("author")]


async def calls_a_method() -> str:
    return Card.of(await Book.objects.aget(pk=1)).line()  # E: async-unsafe-call "line" runs a query


async def calls_a_method_of_a_full_row() -> str:
    return Card.of(await Book.objects.select_related("author").aget(pk=1)).line()


async def calls_the_method_of_the_subclass() -> str:
    return Signed.of(await Book.objects.aget(pk=1)).line()


async def is_made_by_a_static_method() -> str:
    return Card.plain(await Book.objects.aget(pk=1)).line()  # E: async-unsafe-call "line" runs a query


async def is_loaded_by_a_class_method() -> str:
    card = await Card.load(1)
    return card.line()  # E: async-unsafe-call "line" runs a query


async def is_loaded_in_full_by_a_class_method() -> str:
    card = await Card.load_full(1)
    return card.line()


async def is_loaded_as_a_subclass() -> str:
    card = await Signed.load(1)
    return card.line()


async def is_a_twin() -> str:
    card = await Card.load(1)
    return card.twin().line()  # E: async-unsafe-call "line" runs a query


async def is_a_full_twin() -> str:
    card = await Card.load_full(1)
    return card.twin().line()


async def is_another_of_its_class() -> str:
    card = await Card.load(1)
    return card.other().line()  # E: async-unsafe-call "line" runs a query


async def is_another_full_one_of_its_class() -> str:
    card = await Card.load_full(1)
    return card.other().line()
