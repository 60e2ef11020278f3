"""`join` reads its argument to the end."""

from library.models import Book


async def joins_a_queryset() -> str:
    return ", ".join(Book.objects.values_list("title", flat=True))  # E: async-unsafe-iteration


async def joins_a_list() -> str:
    return ", ".join([title async for title in Book.objects.values_list("title", flat=True)])
