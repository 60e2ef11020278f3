"""What fetches the rows that functions of other files read: annotated and not, in functions and methods."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.shortcuts import aget_object_or_404

from library.models import Author, Book, Chapter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def all_books() -> list[Book]:
    return [book async for book in Book.objects.all()]


async def loaded_books() -> list[Book]:
    return [book async for book in Book.objects.select_related("author")]


async def books_by_title():
    found = {}
    async for book in Book.objects.order_by("title"):
        found[book.title] = book
    return found


async def get_chapter(pk):
    return await Chapter.objects.filter(number__gte=0).aget(pk=pk)


async def chapter_or_404(pk):
    return await aget_object_or_404(Chapter, pk=pk)


async def first_with_editor():
    return await Book.objects.select_related(
        "editor",  # and nobody else
    ).afirst()


async def book_behind(pk):
    return (await get_chapter(pk)).book


async def heading() -> Book:
    return await Book.objects.only("title").aget(pk=1)


async def heading_in_steps() -> Book:
    headings = Book.objects.only("title")
    return await headings.filter(pages__gte=0).aget(pk=1)


async def written_by(author: Author) -> Book:
    return await author.books.aget(pk=1)


async def found_or_made() -> Book:
    book, _ = await Book.objects.aget_or_create(pk=1)
    return book


async def every_book() -> AsyncIterator[Book]:
    async for book in Book.objects.filter(pages__gte=0):
        yield book


async def either(short: bool) -> Book:
    if short:
        return await Book.objects.order_by("pages").aget(pk=1)
    return await Book.objects.order_by("-pages").aget(pk=1)


@sync_to_async
def fetched_in_a_thread():
    return list(Book.objects.all())


@dataclass
class Found:
    book: Book
    place: int


class Desk:
    """Asks for books as a service of a project does."""

    async def found(self, place: int) -> Found:
        book = await Book.objects.order_by("pk").afirst()
        assert book is not None
        return Found(book, place)

    async def first(self):
        return await self.books().afirst()

    def books(self):
        return Book.objects.order_by("pk")


desk = Desk()


class Finder:
    """Finds rows of whatever model it is made for."""

    def __init__(self, model):
        self.model = model

    async def find(self, pk):
        return await self.model.objects.order_by("pk").aget(pk=pk)


async def find_of(model, pk):
    return await model.objects.aget(pk=pk)


async def first_of(rows):
    rows = rows.order_by("pk")
    return await rows.afirst()


async def step_by_step(is_short):
    rows = Book.objects.all()
    if is_short:
        rows = rows.filter(pages__lt=1000)
    rows = rows.order_by("pk")
    return [book async for book in rows]


class Mixin:
    """Loads what a subclass asks for."""

    relations: tuple[str, ...] = ()

    async def load(self):
        rows = Book.objects.select_related("editor")
        if self.relations:
            rows = rows.select_related(*self.relations)
        return await rows.aget(pk=1)


class AuthorMixin(Mixin):
    """Asks for an author."""

    relations = ("author",)
