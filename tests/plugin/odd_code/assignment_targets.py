"""Items, slices, attributes, chains, augmented and annotated targets."""

from __future__ import annotations

from typing import ClassVar

from shop.models import Book


class Base:
    shelf: ClassVar[Book | None] = None


async def view() -> None:
    book = await Book.objects.select_related("author").aget()
    store: dict[str, list[Book]] = {"a": []}
    store["a"][:] = [book]
    store["a"][0].title, store["b"] = "x", [book]
    store["a"][0].title += "y"
    Base.shelf = book
    for Base.shelf in [book]:
        pass
    [book.title for book in store["a"]]
    one = two = three = book
    one.author = two.author = three.author
    annotated: "Book"
    annotated = one
    print(annotated)
