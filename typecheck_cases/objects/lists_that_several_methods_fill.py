"""A list that one method fills with rows, and another with rows that have more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from library.models import Book


@dataclass
class Slot:
    number: int
    book: Book | None = None

    @property
    def label(self) -> str:
        if self.book is None:
            return "free"
        return self.book.author.name


@dataclass
class Board:
    slots: list[Slot] = field(default_factory=list)
    books: list[Book] = field(default_factory=list)
    by_title: dict[str, Book] = field(default_factory=dict)

    async def fill(self) -> None:
        async for book in Book.objects.order_by("pk"):
            self.slots.append(Slot(book.pages, book))
            self.books.append(book)
            self.by_title[book.title] = book

    async def fill_with_authors(self) -> None:
        async for book in Book.objects.select_related("author"):
            self.slots.append(Slot(book.pages, book))
            self.books.append(book)
            self.by_title[book.title] = book

    async def labels(self) -> list[str]:
        await self.fill_with_authors()
        return [slot.label for slot in self.slots]

    async def labels_of_bare_ones(self) -> list[str]:
        await self.fill()
        return [slot.label for slot in self.slots]  # E: async-unsafe-call "label" runs a query

    async def numbers(self) -> list[int]:
        await self.fill()
        return [slot.number for slot in self.slots]

    async def authors(self) -> list[str]:
        await self.fill_with_authors()
        return [book.author.name for book in self.books]

    async def authors_of_bare_ones(self) -> list[str]:
        await self.fill()
        return [book.author.name for book in self.books]  # E: async-unsafe-relation

    async def authors_by_title(self) -> list[str]:
        await self.fill_with_authors()
        return [book.author.name for book in self.by_title.values()]

    async def authors_by_title_of_bare_ones(self) -> list[str]:
        await self.fill()
        return [book.author.name for book in self.by_title.values()]  # E: async-unsafe-relation


async def ask(method: str) -> Any:
    return await getattr(Board(), method)()


REQUESTS = {
    "Board.labels": lambda: ask("labels"),
    "Board.labels_of_bare_ones": lambda: ask("labels_of_bare_ones"),
    "Board.numbers": lambda: ask("numbers"),
    "Board.authors": lambda: ask("authors"),
    "Board.authors_of_bare_ones": lambda: ask("authors_of_bare_ones"),
    "Board.authors_by_title": lambda: ask("authors_by_title"),
    "Board.authors_by_title_of_bare_ones": lambda: ask("authors_by_title_of_bare_ones"),
}
