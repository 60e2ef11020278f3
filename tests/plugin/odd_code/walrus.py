"""Assignment expressions in conditions, loops and comprehensions."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    if (book := await Book.objects.select_related("author").afirst()) and (author := book.author):
        print(author.name, [last := n for n in range(3)], last)
    while (row := await Book.objects.select_related("author").filter(pk=1).afirst()) is None:
        continue
    print(row.author)
