"""Sync functions that run a query whatever they are given, as a project's service layer has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from django.db.models import QuerySet


def count_books() -> int:
    return Book.objects.count()


def titles() -> list[str]:
    return [book.title for book in Book.objects.order_by("pk")]


def titles_by_number() -> dict[int, str]:
    return {book.pk: book.title for book in Book.objects.all()}


def titles_like(text: str = "b", limit: int = 3) -> list[str]:
    return list(Book.objects.filter(title__contains=text).values_list("title", flat=True)[:limit])


def newest() -> QuerySet[Book]:
    return Book.objects.order_by("-pk")


def newest_with_author() -> QuerySet[Book]:
    return newest().select_related("author")


def count_nothing() -> int:
    return 0


async def acount_books() -> int:
    return await Book.objects.acount()
