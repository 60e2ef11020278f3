"""Operators, formats, displays and comparisons."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    book = await Book.objects.select_related("author").aget()
    print(not book, -book.pk, book.pk if book else None, book.pk < 1 < 2 <= 3, book is not None)
    print(f"{book.pk!r:>{book.pk}} {book.title=}", f"{{}}{'a'}", "%(x)s" % {"x": 1}, b"x"[0:1:2])
    print((await Book.objects.aget()).pk, [1, 2][::2], ..., 1j, {**{}}, {1, 2}, (), print)
    print(book.title[0:1].upper().join([book.title])[::-1], book.pk and book.title or book.author)
    assert book, (book, "message")
    assert not None
