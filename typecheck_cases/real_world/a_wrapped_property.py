"""Wrapping a property wraps the value that it has already computed."""

from typing import Any

from asgiref.sync import sync_to_async
from django.core.paginator import Paginator
from library.models import Book


async def wraps_the_value() -> int:
    paginator = Paginator(Book.objects.order_by("pk"), 2)
    pages: Any = paginator.num_pages  # E: async-unsafe-query
    number: int = await sync_to_async(pages)()
    return number


async def wraps_a_function() -> int:
    paginator = Paginator(Book.objects.order_by("pk"), 2)
    return await sync_to_async(lambda: paginator.num_pages)()
