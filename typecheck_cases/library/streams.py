"""Generators and context managers: their bodies run when they are iterated or entered."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from library.models import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def every_title() -> Iterator[str]:
    for book in Book.objects.all():
        yield book.title


def titles_again() -> Iterator[str]:
    yield "titles"
    yield from every_title()


def author_names(books: Iterable[Book]) -> Iterator[str]:
    for book in books:
        yield book.author.name


def plain_titles(books: Iterable[Book]) -> Iterator[str]:
    for book in books:
        yield book.title


def joined(books: Iterable[Book]) -> str:
    return ", ".join(author_names(books))


class Stock:
    """Its rows come one by one."""

    def __iter__(self) -> Iterator[Book]:
        yield from Book.objects.all()

    def numbers(self) -> Iterator[int]:
        yield from (1, 2, 3)


@contextmanager
def counted() -> Iterator[int]:
    yield Book.objects.count()


@contextmanager
def counted_at_the_end() -> Iterator[str]:
    try:
        yield "working"
    finally:
        Book.objects.count()


@contextmanager
def credits_of(book: Book) -> Iterator[str]:
    yield book.author.name


@contextmanager
def quiet() -> Iterator[str]:
    yield "quiet"


class Opened:
    """Asks when it is entered."""

    def __enter__(self) -> int:
        return Book.objects.count()

    def __exit__(self, *_: object) -> None:
        return None


class ClosedWithACount:
    """Asks when it is left."""

    def __enter__(self) -> str:
        return "open"

    def __exit__(self, *_: object) -> None:
        Book.objects.count()
