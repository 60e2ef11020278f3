"""Other names for functions, and functions without a name of their own."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ClassVar

from asgiref.sync import sync_to_async

from library import shelves
from library.desk import Desk
from library.models import Author, Book

if TYPE_CHECKING:
    from collections.abc import Callable


def author_name(book: Book) -> str:
    return book.author.name


def title(book: Book, *, loud: bool = False) -> str:
    return book.title.upper() if loud else book.title


how_many = shelves.count_books
how_many_again = how_many
byline = author_name
heading = title
total = Desk.total
by_author: Callable[[Book], str] = lambda book: book.author.name  # noqa: E731
by_title: Callable[[Book], str] = lambda book: book.title  # noqa: E731
newest: Callable[[], Book | None] = lambda: Book.objects.order_by("-pk").first()  # noqa: E731
of_limit = functools.partial(shelves.titles_like, limit=1)
of_author = functools.partial(author_name)
of_title = functools.partial(title, loud=True)
acount = sync_to_async(shelves.count_books)
renamed = shelves.titles


def rename() -> None:
    global renamed  # noqa: PLW0603
    renamed = list


if len(shelves.__name__) > 100:
    chosen = shelves.count_books
elif shelves:
    chosen = shelves.count_nothing


class Ways:
    """Has functions under other names."""

    def count(self) -> int:
        return Book.objects.count()

    def greet(self) -> str:
        return "hello"

    def first_of(self, author: Author) -> Book:
        return author.books.get()

    size = count
    hello = greet
    __len__ = count
    label = staticmethod(author_name)
    short = staticmethod(lambda book: book.title)
    long = staticmethod(lambda book: book.author.name)
    latest = property(lambda self: Book.objects.last())
    salute = property(greet)
    any_way: ClassVar = author_name
    acount = sync_to_async(count)


class Named:
    """Is given a function of its own."""

    label = staticmethod(author_name)

    def __init__(self) -> None:
        self.label = title  # type: ignore[assignment]  # both take a book
