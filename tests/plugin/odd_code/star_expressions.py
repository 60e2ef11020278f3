"""Stars in targets, calls and displays."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    books = [b async for b in Book.objects.select_related("author")]
    head, *tail = books
    [(one, *two), *three] = [(head, *tail), *[(b,) for b in books]]
    first, (second, *_) = head, books
    print(*books, *[b.author for b in tail], **{}, sep=", ")
    print([*books, *tail], {*books}, {**{"a": head}}, (*books, one, two, three, first, second))
