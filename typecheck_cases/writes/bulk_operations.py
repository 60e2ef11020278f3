"""Bulk writes run at once; with nothing to write they ask nothing."""

from library.models import Book, Tag


async def creates_in_bulk() -> list[Tag]:
    return Tag.objects.bulk_create([Tag(label="new")])  # E: async-unsafe-query


async def updates_in_bulk() -> int:
    book = await Book.objects.aget(pk=1)
    return Book.objects.bulk_update([book], ["title"])  # E: async-unsafe-query


async def writes_nothing() -> list[Tag]:
    return Tag.objects.bulk_create([])


async def writes_asynchronously() -> int:
    await Tag.objects.abulk_create([Tag(label="new")])
    book = await Book.objects.aget(pk=1)
    return await Book.objects.abulk_update([book], ["title"])
