"""A protocol with one implementation, an object of the module, a partial method, a typed dict."""

from __future__ import annotations

from functools import partial
from typing import Protocol, TypedDict

from library.models import Book


class Loader(Protocol):
    async def load(self, pk: int) -> Book: ...


class Plain:
    async def load(self, pk: int) -> Book:
        return await Book.objects.aget(pk=pk)


class Desk:
    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    async def line(self, pk: int) -> str:
        book = await self.loader.load(pk)
        return book.title


class Service:
    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.loader = Plain()

    async def book(self, pk: int) -> Book:
        return await self.loader.load(pk)

    async def full(self, pk: int) -> Book:
        return await Book.objects.select_related("author").aget(pk=pk)

    def line(self, book: Book) -> str:
        return f"{self.prefix}{book.author.name}"


service = Service()


class Card(TypedDict):
    book: Book
    number: int


async def loads_through_a_desk() -> str:
    desk = Desk(Plain())
    book = await desk.loader.load(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_column_through_a_desk() -> str:
    return await Desk(Plain()).line(1)


async def asks_an_object_of_the_module() -> str:
    book = await service.book(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def asks_an_object_of_the_module_for_a_full_row() -> str:
    book = await service.full(1)
    return book.author.name


async def gives_a_row_to_an_object_of_the_module() -> str:
    return service.line(await Book.objects.aget(pk=1))  # E: async-unsafe-call "line" runs a query


async def gives_a_full_row_to_an_object_of_the_module() -> str:
    return service.line(await service.full(1))


async def calls_a_partial_method() -> str:
    line = partial(service.line, await Book.objects.aget(pk=1))
    return line()  # E: async-unsafe-call


async def calls_a_partial_method_of_a_full_row() -> str:
    line = partial(service.line, await service.full(1))
    return line()


async def calls_a_bound_method() -> str:
    line = Service().line
    return line(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def reads_a_typed_dict() -> str:
    card = Card(book=await Book.objects.aget(pk=1), number=1)
    return card["book"].author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_typed_dict_of_a_full_row() -> str:
    card: Card = {"book": await Book.objects.select_related("author").aget(pk=1), "number": 1}
    return card["book"].author.name
