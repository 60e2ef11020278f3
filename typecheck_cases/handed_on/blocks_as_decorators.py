"""A context manager that decorates a function: each call runs the function inside such a block."""

# mypy: allow-untyped-defs, allow-untyped-calls, disable-error-code="misc"

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from asgiref.sync import sync_to_async
from django.db import transaction
from library.models import Book


@asynccontextmanager
async def atomically(using: str) -> AsyncIterator[None]:
    block = transaction.atomic(using)
    await sync_to_async(block.__enter__)()
    try:
        yield
    finally:
        await sync_to_async(block.__exit__)(None, None, None)


@asynccontextmanager
async def plainly(name):
    yield


@contextmanager
def named(name: str) -> Iterator[str]:
    yield name


@atomically("default")
async def author_of(book: Book) -> str:
    return book.author.name


@plainly("it")
async def author_of_it(book):
    return book.author.name


@named("title")
def shown(book: Book) -> str:
    return book.author.name


@atomically("default")
async def get(pk: int) -> Book:
    return await Book.objects.aget(pk=pk)


@plainly("it")
async def get_whole(pk):
    return await Book.objects.select_related("author").aget(pk=pk)


async def gives_what_lacks_it() -> str:
    return await author_of(await get(1))  # E: async-unsafe-call "author_of" runs a query


async def gives_it_whole() -> str:
    return await author_of(await get_whole(1))


async def without_types():
    book = await Book.objects.aget(pk=1)
    return await author_of_it(book)  # E: async-unsafe-call "author_of_it" runs a query


async def without_types_whole():
    book = await Book.objects.select_related("author").aget(pk=1)
    return await author_of_it(book)


async def synchronously() -> str:
    return shown(await get(1))  # E: async-unsafe-call "shown" runs a query


async def synchronously_whole() -> str:
    return shown(await get_whole(1))


async def reads_what_it_gets() -> str:
    book = await get(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_what_it_gets_whole():
    book = await get_whole(1)
    return book.author.name
