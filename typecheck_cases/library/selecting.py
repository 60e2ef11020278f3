"""What mixins of views choose from: each queries, but for the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.models import Author, Book

if TYPE_CHECKING:
    from django.db.models import QuerySet


class OfOneAuthor:
    def get_queryset(self) -> QuerySet[Book]:
        return Author.objects.get(name="a1").books.all()


class OfListedAuthors:
    def get_queryset(self) -> QuerySet[Book]:
        return Book.objects.filter(author__in=list(Author.objects.all()))


class OfFirstAuthor:
    def get_queryset(self) -> QuerySet[Book]:
        author = Author.objects.first()
        return Book.objects.filter(author=author)


class OfNamedAuthor:
    def get_queryset(self) -> QuerySet[Book]:
        return Book.objects.filter(author__name="a1")
