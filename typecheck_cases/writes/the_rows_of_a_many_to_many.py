"""A many-to-many manager's writes run at once."""

from library.models import Book, Tag


async def adds() -> None:
    book = await Book.objects.aget(pk=1)
    tag = await Tag.objects.aget(pk=1)
    book.tags.add(tag)  # E: async-unsafe-query


async def removes() -> None:
    book = await Book.objects.aget(pk=1)
    tag = await Tag.objects.aget(pk=1)
    book.tags.remove(tag)  # E: async-unsafe-query


async def sets() -> None:
    book = await Book.objects.aget(pk=1)
    book.tags.set([])  # E: async-unsafe-query


async def clears() -> None:
    book = await Book.objects.aget(pk=1)
    book.tags.clear()  # E: async-unsafe-query


async def creates() -> None:
    book = await Book.objects.aget(pk=1)
    book.tags.create(label="new")  # E: async-unsafe-query


async def writes_asynchronously() -> None:
    book = await Book.objects.aget(pk=1)
    tag = await Tag.objects.aget(pk=1)
    await book.tags.aset([tag])
    await book.tags.aremove(tag)
    await book.tags.aadd(tag)
    await book.tags.aclear()
