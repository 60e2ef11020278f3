"""Behind a protocol stands the only class in sight that has its methods, behind a base any of its classes."""

from abc import ABC, abstractmethod
from typing import Protocol

from library.models import Book


class Repository(Protocol):
    async def find(self, pk: int) -> Book: ...

    def label(self, book: Book) -> str: ...


class DatabaseRepository:
    async def find(self, pk: int) -> Book:
        return await Book.objects.aget(pk=pk)

    def label(self, book: Book) -> str:
        return f"{book.title} {book.author.name}"


class Store(ABC):
    @abstractmethod
    async def load(self, pk: int) -> Book: ...

    @abstractmethod
    def title(self, book: Book) -> str:
        raise NotImplementedError


class FullStore(Store):
    async def load(self, pk: int) -> Book:
        return await Book.objects.select_related("author").aget(pk=pk)

    def title(self, book: Book) -> str:
        return f"{book.title} {book.author.name}"


class Printer(ABC):
    @abstractmethod
    def show(self, book: Book) -> str: ...


class LongPrinter(Printer):
    def show(self, book: Book) -> str:
        return book.author.name


class ShortPrinter(Printer):
    def show(self, book: Book) -> str:
        return book.title


_repositories: list[Repository] = []
_repositories.append(DatabaseRepository())
_stores: list[Store] = []
_stores.append(FullStore())
_printers: list[Printer] = []
_printers += [ShortPrinter(), LongPrinter()]


async def what_a_protocol_gives() -> str:
    repository = _repositories[0]
    book = await repository.find(1)
    return book.author.name  # E: async-unsafe-relation


async def what_a_protocol_does() -> str:
    repository = _repositories[0]
    book = await Book.objects.aget(pk=1)
    return repository.label(book)  # E: async-unsafe-call


async def what_a_protocol_does_with_a_full_row() -> str:
    repository = _repositories[0]
    return repository.label(await Book.objects.select_related("author").aget(pk=1))


async def what_an_abstract_class_gives() -> str:
    store = _stores[0]
    book = await store.load(1)
    return store.title(book)


async def what_an_abstract_class_does() -> str:
    store = _stores[0]
    return store.title(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def which_of_two_is_not_known() -> str:
    printer = _printers[-1]
    return printer.show(await Book.objects.aget(pk=1))  # E: async-unsafe-call "show" runs a query


async def what_both_may_do() -> str:
    printer = _printers[-1]
    return printer.show(await Book.objects.select_related("author").aget(pk=1))
