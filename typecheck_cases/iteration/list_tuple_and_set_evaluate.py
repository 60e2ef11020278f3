"""A collection made from a queryset reads all of its rows at once."""

from asgiref.sync import sync_to_async
from library.models import Book


async def makes_a_list() -> list[Book]:
    return list(Book.objects.all())  # E: async-unsafe-iteration


async def makes_a_tuple() -> tuple[Book, ...]:
    return tuple(Book.objects.all())  # E: async-unsafe-iteration


async def makes_a_set() -> set[Book]:
    return set(Book.objects.all())  # E: async-unsafe-iteration


async def makes_a_frozen_set() -> frozenset[Book]:
    return frozenset(Book.objects.all())  # E: async-unsafe-iteration


async def makes_a_list_in_a_thread() -> list[Book]:
    return await sync_to_async(lambda: list(Book.objects.all()))()


async def makes_a_list_asynchronously() -> list[Book]:
    return [book async for book in Book.objects.all()]
