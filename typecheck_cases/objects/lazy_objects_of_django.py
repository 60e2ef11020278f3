"""A lazy object calls its function where it is used for the first time."""

from asgiref.sync import sync_to_async
from django.utils.functional import SimpleLazyObject, lazy
from library.models import Author, Book


def count() -> int:
    return Book.objects.count()


def first() -> Book | None:
    return Book.objects.first()


async def reads_a_lazy_row() -> str:
    book = SimpleLazyObject(lambda: Book.objects.get(pk=1))  # E: async-unsafe-query "Book.objects.get"
    return str(book.title)


async def writes_a_lazy_author() -> str:
    book = await Book.objects.aget(pk=1)
    author = SimpleLazyObject(lambda: book.author)  # E: async-unsafe-relation "author" of "Book"
    return f"{author}"


async def tests_a_lazy_row() -> bool:
    book = SimpleLazyObject(first)
    return bool(book)  # E: async-unsafe-call "first" runs a query


async def compares_a_lazy_number() -> bool:
    number = SimpleLazyObject(count)
    return bool(number == 3)  # E: async-unsafe-call "count" runs a query


async def reads_a_relation_of_a_lazy_row() -> object:
    row = await Book.objects.aget(pk=1)
    book = SimpleLazyObject(lambda: row)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def calls_a_lazy_function() -> int:
    counted = lazy(count, int)
    return counted() + 1  # E: async-unsafe-call "count" runs a query


async def makes_one_and_uses_it_never() -> object:
    return SimpleLazyObject(lambda: Book.objects.get(pk=1)) is not None


async def uses_it_in_a_thread_first() -> str:
    book = SimpleLazyObject(lambda: Book.objects.get(pk=1))
    await sync_to_async(lambda: book.title)()
    return str(book.title)


async def reads_a_loaded_author() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    author: Author = SimpleLazyObject(lambda: book.author)  # type: ignore[assignment]  # it stands for one
    return author.name
