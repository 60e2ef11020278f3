"""Proxies of the library's models whose methods, properties and texts read relations or run queries."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property

from library.models import Author, Book, Chapter, M, Publisher


class Described(models.Model):
    """What every card has: sync methods that the async code of many places calls."""

    class Meta(M.Meta):
        abstract = True

    def describe(self) -> str:
        return f"{self.label()}."

    def label(self) -> str:
        return "nothing"


class BookCard(Described, Book):
    class Meta(M.Meta):
        proxy = True

    def __str__(self) -> str:
        return f"{self.title} by {self.author.name}"

    def label(self) -> str:
        return self.title

    def byline(self) -> str:
        return self.author.name

    def heading(self) -> str:
        return f"{self.title}, {self.byline()}"

    def imprint(self) -> str:
        publisher = self.author.publisher
        return publisher.name if publisher is not None else ""

    def is_by(self, author: Author) -> bool:
        return self.author_id == author.pk

    def to_payload(self) -> dict[str, object]:
        return {"title": self.title, "total": self.total()}

    def to_delete(self) -> dict[str, object]:
        return {"type": "Delete", "object": self.to_payload()}

    @classmethod
    def total(cls) -> int:
        return len(list(cls.objects.all()))

    @staticmethod
    def publishers() -> int:
        return Publisher.objects.count()

    @property
    def author_name(self) -> str:
        return self.author.name

    @property
    def shout(self) -> str:
        return self.title.upper()

    @property
    def credit(self) -> str:
        return f"({self.author_name})"

    @cached_property
    def chapter_total(self) -> int:
        return self.chapters.count()

    @cached_property
    def numbers(self) -> list[int]:
        return [chapter.number for chapter in self.chapters.all()]

    def archive(self) -> None:
        self.pages = 0
        self.save(update_fields=["pages"])


class ShortCard(BookCard):
    """A card that says less: nothing of it needs the author."""

    class Meta(M.Meta):
        proxy = True

    def __str__(self) -> str:
        return self.title

    def byline(self) -> str:
        return "somebody"


class LongCard(ShortCard):
    """A card that says more again."""

    class Meta(M.Meta):
        proxy = True

    def byline(self) -> str:
        return f"{super().byline()}, that is {self.author.name}"


class AuthorCard(Author):
    class Meta(M.Meta):
        proxy = True

    def __str__(self) -> str:
        return self.name

    def titles(self) -> list[str]:
        return [book.title for book in self.books.all()]


class ChapterCard(Chapter):
    class Meta(M.Meta):
        proxy = True

    def place(self) -> str:
        return f"{self.book.author.name}: {self.book.title}, {self.number}"
