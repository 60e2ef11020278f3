"""Code that mypy takes for unreachable."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shop.models import Author, Book


async def view() -> None:
    book = await Book.objects.aget()
    if TYPE_CHECKING:
        print(book.title)
    else:
        print(book.author)
    if not TYPE_CHECKING:
        print(book.author)
    if sys.version_info < (3, 8):
        print(book.author)
    if isinstance(book, Author):
        print(book.author)
    raise SystemExit
    print(book.author)
