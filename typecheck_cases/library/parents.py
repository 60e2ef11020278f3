"""Classes whose methods call what they override."""

from __future__ import annotations

from library.cards import BookCard
from library.desk import Desk
from library.models import Book, M


class Counter:
    def __init__(self) -> None:
        self.number = Book.objects.count()

    def count(self) -> int:
        return Book.objects.count()

    def greet(self) -> str:
        return "hello"

    def author_of(self, book: Book) -> str:
        return book.author.name

    def title_of(self, book: Book) -> str:
        return book.title

    @property
    def first(self) -> Book | None:
        return Book.objects.first()

    @property
    def sign(self) -> str:
        return "counter"

    @classmethod
    def total(cls) -> int:
        return Book.objects.count()

    def newest(self) -> Book:
        return Book.objects.select_related("author").latest("pk")


class LoudCounter(Counter):
    def count(self) -> int:
        return super().count() + 1

    def greet(self) -> str:
        return super().greet().upper()

    def author_of(self, book: Book) -> str:
        return super().author_of(book).upper()

    def title_of(self, book: Book) -> str:
        return super().title_of(book).upper()

    @property
    def first(self) -> Book | None:
        return super().first

    @property
    def sign(self) -> str:
        return super().sign.upper()

    @classmethod
    def total(cls) -> int:
        return super().total() + 1


class LouderCounter(LoudCounter):
    """Two steps away."""

    def count(self) -> int:
        return super(LoudCounter, self).count() + 1

    def greet(self) -> str:
        return super().greet() + "!"


class Quiet(Counter):
    """Comes before another class in the classes of ``Both``."""

    def count(self) -> int:
        return super().count()


class Silent(Counter):
    def count(self) -> int:
        return 0


class Both(Quiet, Silent):
    """``super()`` of ``Quiet`` is ``Silent`` here."""

    def __init__(self) -> None:
        self.number = 0


class Plain(Counter):
    def __init__(self) -> None:
        self.number = 0


class Signed(Plain):
    def __init__(self) -> None:
        super().__init__()
        self.name = "plain"


class Filled(Counter):
    def __init__(self) -> None:
        super().__init__()
        self.name = "filled"


def fill() -> Filled:
    return Filled()


def sign() -> Signed:
    return Signed()


class LoudDesk(Desk):
    def report(self) -> str:
        return super().report().upper()


class SavedCard(BookCard):
    class Meta(M.Meta):
        proxy = True

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # whatever Django takes


class ShownBook(SavedCard):
    """A row whose methods go on to the next class."""

    class Meta(M.Meta):
        proxy = True

    def byline(self) -> str:
        return super().byline().upper()

    def save(self, *args: object, **kwargs: object) -> None:
        self.title = self.title.strip()
        super().save(*args, **kwargs)
