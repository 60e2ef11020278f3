"""Functions that say themselves whether async code may call them."""

from __future__ import annotations

from aobjects import async_safe
from django.utils.asyncio import async_unsafe

from library.models import Book


@async_unsafe
def legacy() -> int:
    return 1


@async_unsafe("Use the other one.")
def legacy_with_a_word() -> int:
    return 1


def count_missing(titles: list[str]) -> int:
    return sum(Book.objects.filter(title=title).count() for title in titles)


@async_safe  # the catalogue is complete once the server has started: nothing is missing
def count_missing_at_runtime() -> int:
    return count_missing([])


def unmarked_count() -> int:
    return count_missing(["b0"])
