"""A query counts when it runs on every way through: on both branches, in an endless loop, behind a guard."""

from typing import overload

from library.models import Author, Book


def on_either_branch(book: Book, loud: bool) -> str:
    if loud:
        return book.author.name.upper()
    return book.author.name


def forgiving_name(book: Book) -> str:
    try:
        return book.author.name
    except Exception:
        return ""


def sorted_by_name(books: list[Book]) -> list[Book]:
    return sorted(books, key=lambda book: book.author.name)


@overload
def describe(value: int) -> int: ...


@overload
def describe(value: str) -> str: ...


def describe(value: int | str) -> int | str:
    Book.objects.count()
    return value


def count_on_either_branch(exact: bool) -> int:
    if exact:
        return Book.objects.count()
    return Author.objects.count()


def count_for_ever() -> int:
    while True:
        return Book.objects.count()


def count_up_to(limit: int | None = None) -> int:
    if limit is None:
        return 0
    return Book.objects.filter(pages__lte=limit).count()


def count_unless_zero(limit: int) -> int:
    if not limit:
        return 0
    return Book.objects.filter(pages__lte=limit).count()


def count_forgivingly() -> int:
    try:
        return Book.objects.count()
    except Exception:
        return 0


async def asks_on_either_branch() -> int:
    return count_on_either_branch(exact=True)  # E: async-unsafe-call


async def reads_on_either_branch() -> str:
    book = await Book.objects.aget(pk=1)
    return on_either_branch(book, loud=False)  # E: async-unsafe-call


async def asks_in_an_endless_loop() -> int:
    return count_for_ever()  # E: async-unsafe-call


async def asks_in_an_overloaded_function() -> str:
    return describe("text")  # E: async-unsafe-call "describe" runs a query


async def passes_the_guard() -> int:
    return count_up_to(3)  # E: async-unsafe-call "count_up_to" runs a query


async def passes_the_other_guard() -> int:
    return count_unless_zero(3)  # E: async-unsafe-call


async def reads_in_a_key_function() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted_by_name(books)  # E: async-unsafe-call


async def is_held_by_the_guard() -> int:
    return count_up_to() + count_up_to(None) + count_unless_zero(0)


async def calls_one_that_catches_everything() -> int:
    return count_forgivingly()


async def reads_in_one_that_catches_everything() -> str:
    book = await Book.objects.aget(pk=1)
    return forgiving_name(book)
