"""A model that is imported for annotations only is the same model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from library.models import Book


def books() -> type[Book]:
    return apps.get_model("o", "Book")


async def counts() -> int:
    return books().objects.count()  # E: async-unsafe-query


async def counts_asynchronously() -> int:
    return await books().objects.acount()
