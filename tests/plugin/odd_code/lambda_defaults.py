"""Lambdas with every kind of parameter."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    book = await Book.objects.select_related("author").aget()
    call = lambda row=book, *rest, key=(lambda: book.author), **more: (row, key(), rest, more)
    print(call(), sorted([book], key=lambda b=book: 1))
