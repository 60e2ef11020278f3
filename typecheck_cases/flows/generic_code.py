"""Type variables, protocols, casts and type guards carry the row, and what is loaded on it."""

from __future__ import annotations

from typing import Generic, Protocol, TypeGuard, TypeVar, cast

from django.db.models import Model, QuerySet
from library.models import Author, Book, Chapter

Row = TypeVar("Row", bound=Model)


class HasAuthor(Protocol):
    @property
    def author_id(self) -> int: ...


class Box(Generic[Row]):
    def __init__(self, row: Row) -> None:
        self.row = row


def is_book(value: object) -> TypeGuard[Book]:
    return isinstance(value, Book)


async def first(rows: QuerySet[Row]) -> Row:
    async for row in rows:
        return row
    raise LookupError


def key_of(row: HasAuthor) -> int:
    return row.author_id


async def goes_through_a_generic_function() -> str:
    book = await first(Book.objects.order_by("pk"))
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def goes_through_a_generic_function_loaded() -> str:
    book = await first(Book.objects.select_related("author"))
    return book.author.name


async def goes_through_a_generic_class() -> str:
    box = Box(await Book.objects.aget(pk=1))
    return box.row.author.name  # E: async-unsafe-relation "author" of "Book"


async def goes_through_a_generic_class_loaded() -> str:
    box = Box(await Book.objects.select_related("author").aget(pk=1))
    return box.row.author.name


async def passes_a_protocol() -> int:
    return key_of(await Book.objects.aget(pk=1))


async def narrows_by_a_type_guard() -> str:
    value: object = await Book.objects.aget(pk=1)
    if is_book(value):
        return value.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def casts_a_loaded_row() -> str:
    value: object = await Book.objects.select_related("author").aget(pk=1)
    return cast("Book", value).author.name


async def casts_a_row() -> str:
    value: object = await Book.objects.aget(pk=1)
    return cast("Book", value).author.name  # E: async-unsafe-relation "author" of "Book"


async def holds_either_of_two_models() -> str:
    rows: list[Book | Chapter] = [await Book.objects.select_related("author").aget(pk=1)]
    rows.append(await Chapter.objects.select_related("book").aget(pk=1))
    return ", ".join(row.author.name if isinstance(row, Book) else row.book.title for row in rows)


async def holds_either_of_two_models_unloaded() -> str:
    row: Book | Author = await Book.objects.aget(pk=1)
    if isinstance(row, Book):
        return row.author.name  # E: async-unsafe-relation "author" of "Book"
    return row.name
