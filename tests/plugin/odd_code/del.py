"""Deleted names, attributes and items."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    book = await Book.objects.select_related("author").aget()
    del book.title, book.author_id
    holder = {"book": book}
    del holder["book"], holder
    del book
    book = await Book.objects.aget()
    del book
