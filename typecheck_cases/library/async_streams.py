"""Async generators and async context managers of the project."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from library.models import Author, Book


async def books() -> AsyncIterator[Book]:
    async for book in Book.objects.all():
        yield book


async def books_with_authors() -> AsyncGenerator[Book, None]:
    async for book in Book.objects.select_related("author"):
        yield book


async def books_of_both_kinds() -> AsyncIterator[Book]:
    async for book in Book.objects.select_related("author"):
        yield book
    async for book in Book.objects.filter(pk__lt=0):
        yield book


async def books_on_request(with_authors: bool) -> AsyncIterator[Book]:
    found = Book.objects.all()
    if with_authors:
        found = found.select_related("author")
    async for book in found:
        yield book


async def pairs() -> AsyncIterator[tuple[Book, Author]]:
    async for book in Book.objects.select_related("author"):
        yield book, book.author


@asynccontextmanager
async def opened(pk: int) -> AsyncIterator[Book]:
    book = await Book.objects.aget(pk=pk)
    yield book
    await book.asave()


@asynccontextmanager
async def opened_with_author(pk: int) -> AsyncGenerator[Book, None]:
    book = await Book.objects.select_related("author").aget(pk=pk)
    try:
        yield book
    finally:
        await book.asave()
