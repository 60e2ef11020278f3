"""Endless loops, `else` of a loop, `continue` through a finally."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    book = await Book.objects.select_related("author").aget()
    while True:
        while True:
            print(book.author)
            if book.pk:
                break
            book = await Book.objects.select_related("author").aget()
        else:
            continue
        try:
            continue
        finally:
            book = await Book.objects.select_related("author").aget(pk=book.pk)
    print("never")
