"""``lru_cache``: who has asked once gets the same answer without a query."""

# mypy: allow-untyped-decorators

import functools

from asgiref.sync import sync_to_async
from library.models import Author


@functools.lru_cache
def author_of(pk: int) -> Author:
    return Author.objects.get(pk=pk)


async def asks_for_the_first_time() -> str:
    author_of.cache_clear()
    return author_of(1).name  # E: async-unsafe-call "author_of" runs a query


async def asks_again() -> str:
    author_of.cache_clear()
    await sync_to_async(author_of)(1)
    return author_of(1).name


async def asks_for_something_else() -> str:
    author_of.cache_clear()
    await sync_to_async(author_of)(1)
    return author_of(2).name  # E: async-unsafe-call "author_of" runs a query
