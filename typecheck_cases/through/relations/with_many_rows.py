"""A function that lists related rows is right where they were prefetched."""

from library.models import Book


def labels(book: Book) -> list[str]:
    return [tag.label for tag in book.tags.all()]


def count_labels(book: Book) -> int:
    return book.tags.count()


async def gives_a_bare_row() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return labels(book)  # E: async-unsafe-call "labels" runs a query


async def gives_a_prefetched_row() -> list[str]:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return labels(book)


async def counts_on_a_prefetched_row() -> int:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return count_labels(book)
