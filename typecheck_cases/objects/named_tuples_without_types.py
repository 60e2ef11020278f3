"""Rows in a named tuple that a function without annotations returns: its class says which item is which."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from collections import namedtuple
from typing import Any, NamedTuple

from library.models import Chapter

Line = namedtuple("Line", "number chapter book")


class Typed(NamedTuple):
    number: int
    book: Any


async def lines():
    return [Line(c.number, c, c.book) async for c in Chapter.objects.select_related("book")]


async def full_lines():
    return [Line(c.number, c, c.book) async for c in Chapter.objects.select_related("book__author")]


async def typed_lines():
    return [Typed(c.number, book=c.book) async for c in Chapter.objects.select_related("book")]


async def one():
    chapter = await Chapter.objects.select_related("book").afirst()
    return Line(chapter.number, chapter, book=chapter.book)


async def reads_an_item():
    return [line.book.author.name for line in await lines()]  # E: async-unsafe-relation


async def reads_an_item_behind_another():
    return [line.chapter.book.author.name for line in await lines()]  # E: async-unsafe-relation


async def reads_what_is_loaded():
    return [line.book.author.name for line in await full_lines()]


async def reads_numbers():
    return [line.number for line in await lines()]


async def reads_titles():
    return [f"{line.number} {line.book.title}" for line in await lines()]


async def reads_one():
    line = await one()
    return line.book.author.name  # E: async-unsafe-relation


async def reads_by_position():
    _, _, book = await one()
    return book.author.name  # E: async-unsafe-relation


async def reads_in_a_loop():
    names = []
    for line in await typed_lines():
        names.append(line.book.author.name)  # E: async-unsafe-relation
    return names
