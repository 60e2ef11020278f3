"""A function that nobody sees may read what a row lacks; an iterable that nobody made may be a queryset."""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar

from library.models import Author, Book

WRITE: ContextVar[Callable[[Book], str]] = ContextVar("write")
NAME: ContextVar[Callable[[str], str]] = ContextVar("name")
BOOKS: ContextVar[Iterable[Book]] = ContextVar("books")
LISTED: ContextVar[Sequence[Book]] = ContextVar("listed")


def _byline(book: Book) -> str:
    return f"{book.title} by {book.author.name}"


async def calls_what_a_variable_holds() -> str:
    WRITE.set(_byline)
    book = await Book.objects.aget(pk=1)
    return WRITE.get()(book)  # E: async-unsafe-unproven


async def calls_it_with_all_that_can_be_read() -> str:
    WRITE.set(_byline)
    book = await Book.objects.select_related("author", "editor").aget(pk=1)
    return WRITE.get()(book)


async def calls_it_with_a_text() -> str:
    NAME.set(str.upper)
    book = await Book.objects.aget(pk=1)
    return NAME.get()(book.title)


async def goes_through_what_may_be_a_queryset() -> list[str]:
    BOOKS.set(Book.objects.all())
    return [book.title for book in BOOKS.get()]  # E: async-unsafe-unproven


async def goes_through_what_is_none() -> list[str]:
    LISTED.set([await Book.objects.aget(pk=1)])
    return [book.title for book in LISTED.get()]


async def goes_through_a_list_under_a_wider_name() -> list[str]:
    books: Iterable[Book] = [book async for book in Book.objects.all()]
    return [book.title for book in books]


async def names_the_authors_that_a_list_holds() -> list[str]:
    authors = [await Author.objects.aget(pk=1)]
    return [author.name for author in authors]
