"""Unpacking and starred elements evaluate a queryset."""

from library.models import Book


async def unpacks_into_names() -> str:
    first, *others = Book.objects.order_by("pk")  # E: async-unsafe-iteration
    return first.title + str(len(others))


async def stars_into_a_list() -> list[Book]:
    return [*Book.objects.all()]  # E: async-unsafe-iteration


async def stars_into_arguments() -> None:
    print(*Book.objects.all())  # E: async-unsafe-iteration


async def unpacks_a_list() -> str:
    first, *others = [book async for book in Book.objects.order_by("pk")]
    return first.title + str(len(others))
