"""Rows of `asyncio.gather` have what their queries loaded."""

import asyncio

from library.models import Author, Book
from library.rendering import author_name, nick


async def one_of_them_is_bare() -> str:
    book, author = await asyncio.gather(
        Book.objects.select_related("author").aget(pk=1), Author.objects.aget(pk=1)
    )
    return author_name(book) + nick(author)  # E: async-unsafe-call "nick" runs a query


async def both_are_loaded() -> str:
    book, author = await asyncio.gather(
        Book.objects.select_related("author").aget(pk=1),
        Author.objects.select_related("profile").aget(pk=1),
    )
    return author_name(book) + nick(author)
