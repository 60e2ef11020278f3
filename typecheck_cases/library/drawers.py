"""Functions and methods that are defined inside the statements of a module or a class."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from library.models import Author, Book

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import json
except ImportError:
    json = None  # type: ignore[assignment]  # as projects write it
else:

    def parses() -> int:
        return Book.objects.count() + len(json.dumps(""))

finally:

    def at_last() -> int:
        return Book.objects.count()


if os.environ.get("LIBRARY_IS_CLOSED"):

    def opened() -> int:
        return Author.objects.count()

    def counted() -> int:
        return Book.objects.filter(pk__gt=0).count()

    def named(book: Book) -> str:
        return book.author.name

elif os.environ.get("LIBRARY_IS_SMALL"):

    def counted() -> int:
        return Author.objects.count()

    def named(book: Book) -> str:
        return f"{book.author.name}: {book.title}"

else:

    def opened() -> int:
        return 0

    def counted() -> int:
        return Book.objects.count()

    def named(book: Book) -> str:
        return book.author.name

    if len(sys.argv) < 1000:
        try:

            def nested(book: Book) -> str:
                return book.author.name

        except NameError:
            pass


with contextlib.suppress(ImportError):

    def in_with() -> int:
        return Book.objects.count()

    def idle_in_with() -> int:
        return len(sys.argv)


for _ in range(1):

    def in_for() -> int:
        return Book.objects.count()

    if not sys.argv:
        break

else:

    def after_for() -> list[Book]:
        return list(Book.objects.all())


while True:

    def in_while() -> int:
        return Book.objects.count()

    break


match sys.argv:
    case []:

        def in_match() -> int:
            return Author.objects.count()

    case _:

        def in_match() -> int:
            return Book.objects.count()


if not TYPE_CHECKING:

    def at_runtime() -> int:
        return 0

else:

    def at_runtime() -> int:
        return Book.objects.count()


class Drawer:
    """Has its methods in statements."""

    try:

        def count(self) -> int:
            return Book.objects.count()

        def label(self) -> str:
            return "drawer"

    except NameError:
        pass

    if os.environ.get("LIBRARY_IS_CLOSED"):

        @property
        def first(self) -> Book | None:
            return None

    else:

        @property
        def last(self) -> Book | None:
            return Book.objects.last()

        def __len__(self) -> int:
            return Book.objects.count()

    with contextlib.suppress(NameError):

        @classmethod
        def total(cls) -> int:
            return Book.objects.count()

    class Lid:
        """A class inside a class."""

        if sys.argv is not None:

            def author_of(self, book: Book) -> str:
                return book.author.name


try:

    class Chest:
        """A class inside a statement."""

        def __iter__(self) -> Iterator[str]:
            return iter([book.title for book in Book.objects.all()])

        def size(self) -> int:
            return 3

except NameError:
    pass
