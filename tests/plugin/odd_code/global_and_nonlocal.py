"""Names bound in one function and declared in another."""

from __future__ import annotations

from shop.models import Book

shared: Book | None = None


async def view() -> None:
    global shared
    shared = await Book.objects.select_related("author").afirst()
    row = await Book.objects.select_related("author").aget()

    async def inner() -> None:
        nonlocal row
        global shared
        row = shared = await Book.objects.select_related("author").aget()

    await inner()
    print(shared, row.title)
