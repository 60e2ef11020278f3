"""A generic class whose subclass, or type argument, says which rows it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from library.models import Author, Book, Chapter

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


class Repo(Generic[Row]):
    model: type[Row]
    joins: tuple[str, ...] = ()

    def query(self) -> QuerySet[Row]:
        rows = self.model._default_manager.all()
        return rows.select_related(*self.joins) if self.joins else rows

    async def get(self, pk: int) -> Row:
        return await self.model._default_manager.aget(pk=pk)

    async def fetch(self, pk: int) -> Row:
        return await self.query().aget(pk=pk)

    async def fetch_many(self, ids: list[int]) -> list[Row]:
        found = {row.pk: row async for row in self.query().filter(pk__in=ids)}
        return [found[pk] for pk in ids if pk in found]

    async def first(self, **filters: Any) -> Row | None:
        return await self.query().filter(**filters).order_by("pk").afirst()

    def find_all(self) -> list[Row]:
        return list(self.query())


class Books(Repo[Book]):
    model = Book


class FullBooks(Repo[Book]):
    model = Book
    joins = ("author",)

    def recent(self) -> QuerySet[Book]:
        return self.query().order_by("-pk")


class Chapters(Repo[Chapter]):
    model = Chapter

    def query(self) -> QuerySet[Chapter]:
        return super().query().select_related("book")


class Given(Generic[Row]):
    def __init__(self, model: type[Row]) -> None:
        self.model = model

    async def get(self, pk: int) -> Row:
        return await self.model._default_manager.aget(pk=pk)


class Unit:
    def __init__(self) -> None:
        self.books = Books()
        self.full = FullBooks()
        self.chapters = Chapters()


class Service:
    def __init__(self, unit: Unit | None = None) -> None:
        self.unit = unit or Unit()

    async def book(self, pk: int) -> Book:
        return await self.unit.books.fetch(pk)

    async def full_line(self, pk: int) -> str:
        book = await self.unit.full.fetch(pk)
        return book.author.name


async def gets() -> str:
    book = await Books().get(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def fetches() -> str:
    book = await Books().fetch(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def fetches_with_joins() -> str:
    book = await FullBooks().fetch(1)
    return book.author.name


async def reads_beyond_the_joins() -> str:
    book = await FullBooks().fetch(1)
    return str(book.editor)  # E: async-unsafe-relation "editor" of "Book"


async def fetches_by_a_query_that_is_overridden() -> str:
    chapter = await Chapters().fetch(1)
    return chapter.book.title


async def reads_beyond_a_query_that_is_overridden() -> str:
    chapter = await Chapters().fetch(1)
    return chapter.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def fetches_many() -> list[str]:
    books = await Books().fetch_many([1, 2])
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book"


async def fetches_many_with_joins() -> list[str]:
    books = await FullBooks().fetch_many([1, 2])
    return [book.author.name for book in books]


async def takes_the_first() -> str:
    book = await Books().first(pk=1)
    return book.author.name if book is not None else ""  # E: async-unsafe-relation "author" of "Book"


async def takes_the_first_with_joins() -> str:
    book = await FullBooks().first(pk=1)
    return book.author.name if book is not None else ""


async def finds_all() -> int:
    return len(Books().find_all())  # E: async-unsafe-call "find_all" runs a query


async def reads_recent_ones() -> list[str]:
    return [book.author.name async for book in FullBooks().recent()]


async def is_given_the_model() -> str:
    book = await Given(Book).get(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def is_given_another_model() -> str:
    author = await Given(Author).get(1)
    return author.name


async def fetches_through_a_unit() -> str:
    unit = Unit()
    book = await unit.books.fetch(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def fetches_full_rows_through_a_unit() -> str:
    unit = Unit()
    book = await unit.full.fetch(1)
    return book.author.name


async def fetches_through_a_service() -> str:
    book = await Service().book(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def fetches_through_a_service_that_is_given_its_unit() -> str:
    book = await Service(Unit()).book(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_full_line_of_a_service() -> str:
    return await Service().full_line(1)
