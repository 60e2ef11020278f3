"""The manager of a reverse relation is free to reach; its queries are not."""

from library.models import Author, Book


async def counts_the_books() -> int:
    author = await Author.objects.aget(pk=1)
    return author.books.count()  # E: async-unsafe-query


async def takes_the_first_book() -> Book | None:
    author = await Author.objects.aget(pk=1)
    return author.books.order_by("pk").first()  # E: async-unsafe-query


async def asks_for_existence() -> bool:
    author = await Author.objects.aget(pk=1)
    return author.books.filter(title="b0").exists()  # E: async-unsafe-query


async def reaches_the_manager() -> bool:
    author = await Author.objects.aget(pk=1)
    return author.books.filter(title="b0").ordered


async def counts_asynchronously() -> int:
    author = await Author.objects.aget(pk=1)
    return await author.books.acount()
