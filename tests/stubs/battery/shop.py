"""Synchronous things that the other files of this battery wrap."""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar, overload

T = TypeVar("T")


class Book:
    """A row."""

    title: str = ""


class Books:
    """An iterable of rows that is no collection, as a queryset is."""

    def __iter__(self) -> Iterator[Book]:
        return iter(())

    def pairs(self) -> Iterator[tuple[int, str]]:
        return iter(())

    def names(self) -> Iterator[str]:
        return iter(())


class Clerk:
    """Methods to wrap from outside."""

    def find(self, pk: int, /, *, title: str = "") -> Book:
        return Book()

    def close(self) -> None:
        pass

    @classmethod
    def hire(cls, name: str) -> "Clerk":
        return cls()

    @staticmethod
    def price(pages: int) -> float:
        return pages / 2

    async def find_async(self, pk: int, /, *, title: str = "") -> Book:
        return Book()

    def __call__(self, pk: int) -> Book:
        return Book()


class Shelf(list[Book]):
    """A list of one kind."""


class Basket(list):  # type: ignore[type-arg] # pyrefly: ignore
    """A list of anything, as code without annotations subclasses it."""


class Page(list[T]):
    """A list that is still generic."""


class Prices(dict[str, float]):
    """A dict of one kind, with its own constructor."""

    def __init__(self, currency: str) -> None:
        super().__init__()


class Point(NamedTuple):
    """A tuple with its own constructor."""

    x: int
    y: int


class Box(Generic[T]):
    """A generic class that is no collection."""

    def __init__(self, content: T) -> None:
        self.content = content


def read(pk: int, title: str = "") -> Book:
    return Book()


def read_many(*pks: int, limit: int = 10, **filters: str) -> list[Book]:
    return []


def nothing() -> None:
    pass


def same(value: T) -> T:
    return value


def first(values: list[T], default: T) -> T:
    return default


def reader() -> Callable[[int], Book]:
    return read


@overload
def convert(value: int) -> str: ...
@overload
def convert(value: str) -> int: ...
def convert(value: int | str) -> int | str:
    return value


async def fetch(pk: int, title: str = "") -> Book:
    return Book()


async def fetch_same(value: T) -> T:
    return value


async def fetch_nothing() -> None:
    pass
