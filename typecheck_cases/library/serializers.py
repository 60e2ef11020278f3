"""A serializer, as REST frameworks have them."""

from __future__ import annotations

from library.models import Book


class BookSerializer:
    """As REST frameworks have them: nothing happens until `data` is read or `is_valid()` is called."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def data(self) -> dict[str, str]:
        return {"title": self.book.title, "author": self.book.author.name}

    def is_valid(self) -> bool:
        return not Book.objects.filter(title=self.book.title).exists()
