"""`aprefetch_related_objects` loads relations of rows that are there already."""

from django.db.models import aprefetch_related_objects
from library.models import Author, Book


async def prefetches_a_manager() -> list[str]:
    book = await Book.objects.aget(pk=1)
    await aprefetch_related_objects([book], "tags")
    return [tag.label for tag in book.tags.all()]


async def prefetches_a_foreign_key() -> Author:
    book = await Book.objects.aget(pk=1)
    await aprefetch_related_objects([book], "author")
    return book.author


async def prefetches_something_else() -> Author:
    book = await Book.objects.aget(pk=1)
    await aprefetch_related_objects([book], "tags")
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
