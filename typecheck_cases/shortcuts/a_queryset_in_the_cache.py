"""A cache pickles what it stores, and to pickle a queryset is to evaluate it."""

from django.core.cache import cache
from library.models import Book


async def stores_a_queryset() -> None:
    cache.set("books", Book.objects.all())  # E: async-unsafe-iteration


async def stores_rows() -> None:
    cache.set("books", [book async for book in Book.objects.all()])


async def reads_the_cache() -> object:
    return cache.get("books")
