"""`aggregate` runs at once, `annotate` only describes the query."""

from typing import Any

from django.db.models import Count, Sum
from library.models import Book


async def aggregates() -> dict[str, Any]:
    return Book.objects.aggregate(total=Sum("pages"))  # E: async-unsafe-query


async def aggregates_asynchronously() -> dict[str, Any]:
    return await Book.objects.aaggregate(total=Sum("pages"))


async def annotates() -> int:
    book = await Book.objects.annotate(number=Count("tags")).aget(pk=1)
    return book.number
