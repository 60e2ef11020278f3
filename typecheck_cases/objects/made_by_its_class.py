"""A class method fetches the row that its object keeps: what that lacks, the other methods find missing."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from asgiref.sync import sync_to_async
from library.models import Book


class Page:
    def __init__(self, book: Book) -> None:
        self.book = book

    @classmethod
    async def load(cls, pk: int) -> Page:
        return cls(await Book.objects.select_related("editor").aget(pk=pk))

    @cached_property
    def chapters(self) -> int:
        return self.book.chapters.count()

    async def edited(self) -> str:
        return str(self.book.editor)

    async def byline(self) -> str:
        return self.book.author.name  # E: async-unsafe-relation

    async def outline(self) -> str:
        return f"{self.book.title}: {self.chapters}"  # E: async-unsafe-call "chapters" runs a query

    async def outline_in_a_thread(self) -> str:
        return f"{self.book.title}: {await sync_to_async(lambda: self.chapters)()}"

    async def byline_of_another(self) -> str:
        # One fetches the row again, with what it reads.
        book = await Book.objects.select_related("author").aget(pk=self.book.pk)
        return book.author.name


class LongPage(Page):
    async def about(self) -> str:
        return f"About {self.book.author.name}"  # E: async-unsafe-relation

    async def about_the_title(self) -> str:
        return f"About {self.book.title}"


class Open:
    def __init__(self, book):
        self.book = book
        self.other = None

    @classmethod
    async def load(cls, pk):
        made = cls(await Book.objects.aget(pk=pk))
        made.other = await Book.objects.aget(pk=pk)
        return made

    @classmethod
    async def load_all(cls):
        return [cls(book) async for book in Book.objects.all()]

    async def byline(self):
        return self.book.author.name  # E: async-unsafe-relation

    async def of_another_attribute(self):
        return self.other.author.name  # E: async-unsafe-relation

    async def title(self):
        return self.book.title


@dataclass
class Card:
    book: Book
    number: int = 0

    @classmethod
    async def of(cls, pk: int) -> Self:
        return cls(book=await Book.objects.aget(pk=pk), number=pk)

    async def text(self) -> str:
        return f"{self.number}: {self.book.author}"  # E: async-unsafe-relation

    async def short(self) -> str:
        return f"{self.number}: {self.book.title}"


class Either:
    """Who calls the second one knows what it is for."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @classmethod
    async def load(cls, pk: int) -> Either:
        return cls(await Book.objects.select_related("editor").aget(pk=pk))

    @classmethod
    async def load_bare(cls, pk: int) -> Either:
        return cls(await Book.objects.aget(pk=pk))

    async def edited(self) -> str:
        return str(self.book.editor)

    async def byline(self) -> str:
        return self.book.author.name  # E: async-unsafe-relation


class Completed:
    def __init__(self, book: Book) -> None:
        self.book = book

    @classmethod
    async def load(cls, pk: int) -> Completed:
        return cls(await Book.objects.aget(pk=pk))

    async def complete(self) -> None:
        self.book = await Book.objects.select_related("author").aget(pk=self.book.pk)

    async def byline(self) -> str:
        return self.book.author.name


async def ask(made: Any, method: str) -> Any:
    return await getattr(await made, method)()


async def completes_it_first() -> str:
    made = await Completed.load(1)
    await made.complete()
    return await made.byline()


REQUESTS = {
    "Page.edited": lambda: ask(Page.load(1), "edited"),
    "Page.byline": lambda: ask(Page.load(1), "byline"),
    "Page.outline": lambda: ask(Page.load(1), "outline"),
    "Page.outline_in_a_thread": lambda: ask(Page.load(1), "outline_in_a_thread"),
    "Page.byline_of_another": lambda: ask(Page.load(1), "byline_of_another"),
    "LongPage.about": lambda: ask(LongPage.load(1), "about"),
    "LongPage.about_the_title": lambda: ask(LongPage.load(1), "about_the_title"),
    "Open.byline": lambda: ask(Open.load(1), "byline"),
    "Open.of_another_attribute": lambda: ask(Open.load(1), "of_another_attribute"),
    "Open.title": lambda: ask(Open.load(1), "title"),
    "Card.text": lambda: ask(Card.of(1), "text"),
    "Card.short": lambda: ask(Card.of(1), "short"),
    "Either.edited": lambda: ask(Either.load(1), "edited"),
    "Either.byline": lambda: ask(Either.load(1), "byline"),
}
