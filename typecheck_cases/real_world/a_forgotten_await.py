"""A coroutine that nobody awaits is true and queries nothing: `truthy-bool` of mypy's own tells."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from collections.abc import Coroutine


async def has_books(title: str) -> bool:
    return await Book.objects.filter(title=title).aexists()


async def tests_the_coroutine() -> str:
    found: Coroutine[object, object, bool] = has_books("no such title")
    if found:
        found.close()
        return "there are some"
    return "none"


async def tests_its_answer() -> str:
    if await has_books("no such title"):
        return "there are some"
    return "none"


async def reads_a_row_after_the_test() -> str:
    with warnings.catch_warnings(action="ignore"):
        lookup = Book.objects.aget(pk=1)
        if lookup:
            book = await lookup
            return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""
