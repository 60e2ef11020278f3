"""Class, sequence and mapping patterns over rows."""

from __future__ import annotations

from shop.models import Author, Book


async def view() -> None:
    match await Book.objects.select_related("author").afirst():
        case None:
            pass
        case Book(title="x", author=Author(name=str() as name)) if name:
            print(name)
        case Book(pk=1 | 2 as key) as whole:
            print(key, whole.author.name)
        case [*_] | {"a": 1}:
            pass
        case _:
            pass
