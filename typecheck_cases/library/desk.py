"""Classes that are no models, whose methods, properties and texts run queries."""

from __future__ import annotations

import functools

from library.models import Author, Book


class Desk:
    """A service object."""

    def __init__(self, name: str = "desk") -> None:
        self.name = name

    def count(self) -> int:
        return Book.objects.count()

    def report(self) -> str:
        return f"{self.name}: {self.count()}"

    def greet(self) -> str:
        return f"I am {self.name}"

    def author_of(self, book: Book) -> str:
        return book.author.name

    @classmethod
    def total(cls) -> int:
        return Author.objects.count()

    @staticmethod
    def names() -> list[str]:
        return [author.name for author in Author.objects.all()]

    @staticmethod
    def initial(author: Author) -> str:
        return author.name[:1]

    @property
    def books(self) -> list[Book]:
        return list(Book.objects.all())

    @property
    def sign(self) -> str:
        return self.name.upper()

    @functools.cached_property
    def catalogue(self) -> dict[int, Book]:
        return Book.objects.in_bulk()


class FrontDesk(Desk):
    """Inherits everything."""


class QuietDesk(Desk):
    """Asks nothing of the database."""

    def count(self) -> int:
        return 0

    @property
    def books(self) -> list[Book]:
        return []
