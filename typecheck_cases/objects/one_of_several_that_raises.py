"""Of the objects in a list one reads a relation; another's query is reported where it is written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from collections.abc import Iterable


async def number_of_books() -> int:
    return Book.objects.count()  # E: async-unsafe-query


class Rule(ABC):
    @abstractmethod
    async def allows(self, book: Book) -> bool: ...


class CountRule(Rule):
    async def allows(self, book: Book) -> bool:
        return await number_of_books() > book.pages


class AuthorRule(Rule):
    async def allows(self, book: Book) -> bool:
        return bool(book.author.name)


class PagesRule(Rule):
    async def allows(self, book: Book) -> bool:
        return book.pages >= 0


class Check:
    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = rules

    async def passes(self, book: Book) -> bool:
        for rule in self.rules:
            if not await rule.allows(book):
                return False
        return True


async def passes_all(rules: list[Rule], book: Book) -> bool:
    return all([await rule.allows(book) for rule in rules])


async def by_an_object_that_has_them() -> bool:
    check = Check([PagesRule(), AuthorRule()])
    return await check.passes(await Book.objects.aget(pk=1))  # E: async-unsafe-call "passes" runs a query


async def by_an_object_that_has_others() -> bool:
    check = Check([PagesRule()])
    return await check.passes(await Book.objects.aget(pk=1))


async def by_an_object_with_what_is_read() -> bool:
    check = Check((PagesRule(), AuthorRule()))
    return await check.passes(await Book.objects.select_related("author").aget(pk=1))


async def by_a_function() -> bool:
    book = await Book.objects.aget(pk=1)
    return await passes_all([PagesRule(), AuthorRule()], book)  # E: async-unsafe-call


async def by_a_function_with_others() -> bool:
    return await passes_all([PagesRule(), PagesRule()], await Book.objects.aget(pk=1))


async def by_a_dict_of_them() -> list[bool]:
    book = await Book.objects.aget(pk=1)
    rules: dict[str, Rule] = {"pages": PagesRule(), "author": AuthorRule()}
    return [await rule.allows(book) for rule in rules.values()]  # E: async-unsafe-call "allows" runs a query
