"""A reverse foreign key's manager writes the other table's column."""

from library.models import Author, Book


async def adds() -> None:
    author = await Author.objects.aget(pk=1)
    book = await Book.objects.aget(pk=4)
    author.books.add(book)  # E: async-unsafe-query


async def creates() -> None:
    author = await Author.objects.aget(pk=1)
    author.books.create(title="new")  # E: async-unsafe-query


async def clears() -> None:
    author = await Author.objects.aget(pk=1)
    author.edited.clear()  # E: async-unsafe-query


async def adds_nothing() -> None:
    author = await Author.objects.aget(pk=1)
    author.books.add()


async def writes_asynchronously() -> None:
    author = await Author.objects.aget(pk=1)
    book = await Book.objects.aget(pk=4)
    await author.books.aadd(book)
    await author.books.acreate(title="new")
    await author.edited.aclear()
