"""Objects that came as ``*steps`` and were made a list: the list holds what came."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from collections.abc import Iterable


class Step(ABC):
    @abstractmethod
    async def apply(self, book: Book) -> str: ...


class TitleStep(Step):
    async def apply(self, book: Book) -> str:
        return book.title


class AuthorStep(Step):
    async def apply(self, book: Book) -> str:
        return book.author.name


class Listed:
    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)

    async def run(self, book: Book) -> list[str]:
        return [await step.apply(book) for step in self.steps]


class Kept:
    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = tuple(steps)

    async def run(self, book: Book) -> list[str]:
        found = []
        for step in self.steps:
            found.append(await step.apply(book))
        return found


async def runs_one_that_reads_what_is_not_loaded() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return await Listed(TitleStep(), AuthorStep()).run(book)  # E: async-unsafe-call "run" runs a query


async def runs_it_alone() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return await Listed(AuthorStep()).run(book)  # E: async-unsafe-call "run" runs a query


async def runs_one_that_reads_columns() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return await Listed(TitleStep()).run(book)


async def runs_both_on_what_is_loaded() -> list[str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await Listed(TitleStep(), AuthorStep()).run(book)


async def runs_what_is_kept_in_a_tuple() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return await Kept((TitleStep(), AuthorStep())).run(book)  # E: async-unsafe-call "run" runs a query


async def runs_what_is_kept_and_reads_columns() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return await Kept((TitleStep(), TitleStep())).run(book)
