"""`except*` with an else branch."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    try:
        book = await Book.objects.select_related("author").aget()
    except* ValueError as group:
        print(group.exceptions)
    else:
        print(book.author)
