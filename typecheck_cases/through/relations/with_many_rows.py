"""A function that lists related rows is right where they were prefetched."""

from library.models import Book
from library.rendering import count_labels, labels


async def gives_a_bare_row() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return labels(book)  # E: async-unsafe-call "labels" runs a query


async def gives_a_prefetched_row() -> list[str]:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return labels(book)


async def counts_on_a_prefetched_row() -> int:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return count_labels(book)
