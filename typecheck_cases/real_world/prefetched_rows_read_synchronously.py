"""Sorting, measuring and indexing a prefetched manager needs no query."""

from library.models import Book, Tag


async def reads_the_tags() -> tuple[list[str], int, Tag]:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    labels = [tag.label for tag in sorted(book.tags.all(), key=lambda tag: tag.label)]
    return labels, len(book.tags.all()), book.tags.all()[0]


async def reads_the_tags_of_many_books() -> dict[str, list[str]]:
    books = [book async for book in Book.objects.prefetch_related("tags")]
    return {book.title: [tag.label for tag in book.tags.all()] for book in books}


async def reads_the_tags_without_a_prefetch() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return sorted(tag.label for tag in book.tags.all())  # E: async-unsafe-iteration
