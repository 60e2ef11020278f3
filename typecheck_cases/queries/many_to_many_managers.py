"""The manager of a many-to-many relation queries in the same way, from both of its ends."""

from library.models import Book, Tag


async def counts_the_tags() -> int:
    book = await Book.objects.aget(pk=1)
    return book.tags.count()  # E: async-unsafe-query


async def counts_from_the_other_end() -> int:
    tag = await Tag.objects.aget(pk=1)
    return tag.books.count()  # E: async-unsafe-query


async def counts_asynchronously() -> tuple[int, int]:
    book = await Book.objects.aget(pk=1)
    tag = await Tag.objects.aget(pk=1)
    return await book.tags.acount(), await tag.books.acount()


async def counts_what_was_prefetched() -> int:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return book.tags.count()
