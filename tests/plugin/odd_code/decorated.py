"""Decorated functions without types, and an async generator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from shop.models import Book


async def view() -> None:
    import functools

    def deco(fn: Any) -> Any:
        return fn

    @deco
    @functools.cache
    def helper(row: Book) -> Any:
        return row.author

    @deco
    async def ahelper(row: Book, /, *, key: int = 1) -> AsyncIterator[Book]:
        yield row
        async for book in Book.objects.all():
            yield book

    print(helper, ahelper)
