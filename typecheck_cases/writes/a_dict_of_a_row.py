"""`model_to_dict` reads the many-to-many relations unless it is told which fields to take."""

from typing import Any

from django.forms import model_to_dict
from library.models import Book


async def takes_every_field() -> dict[str, Any]:
    book = await Book.objects.aget(pk=1)
    return model_to_dict(book)  # E: async-unsafe-query


async def takes_one_field() -> dict[str, Any]:
    book = await Book.objects.aget(pk=1)
    return model_to_dict(book, fields=["title"])
