"""What a function of the project does to the row that it is given, and what it loads under a flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from django.db.models import QuerySet


async def length(book: Book) -> int:
    return len(book.title)


def count_pages(book: Book) -> None:
    book.pages += 1


async def fill(book: Book) -> None:
    await book.arefresh_from_db(from_queryset=Book.objects.select_related("author"))


def books(*, full: bool) -> QuerySet[Book]:
    rows = Book.objects.all()
    if full:
        rows = rows.select_related("author")
    return rows


async def find(pk: int, *, full: bool) -> Book:
    return await books(full=full).aget(pk=pk)


async def reads_after_a_coroutine_that_only_looks() -> str:
    book = await Book.objects.aget(pk=1)
    await length(book)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_after_a_function_that_sets_a_field() -> str:
    book = await Book.objects.aget(pk=1)
    count_pages(book)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_after_a_coroutine_that_loads() -> str:
    book = await Book.objects.aget(pk=1)
    await fill(book)
    return book.author.name


async def asks_for_full_rows() -> list[str]:
    return [book.author.name async for book in books(full=True)]


async def asks_for_full_rows_one_by_one() -> list[str]:
    found = [await find(pk, full=True) for pk in (1, 2)]
    return [book.author.name for book in found]


async def chooses_between_two_sources() -> str:
    is_full = await Book.objects.aexists()
    book = await (books(full=True) if is_full else Book.objects).aget(pk=1)
    if not is_full:
        return book.title
    return book.author.name
