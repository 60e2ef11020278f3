"""A condition inside a comprehension is asked for each element."""

from library.models import Author


async def asks_for_each_author() -> list[str]:
    authors = [author async for author in Author.objects.order_by("pk")]
    return [author.name for author in authors if author.books.all()]  # E: async-unsafe-iteration


async def asks_the_database_for_each_author() -> list[str]:
    return [author.name async for author in Author.objects.order_by("pk") if await author.books.aexists()]


async def asks_what_was_prefetched() -> list[str]:
    authors = [author async for author in Author.objects.prefetch_related("books")]
    return [author.name for author in authors if author.books.all()]
