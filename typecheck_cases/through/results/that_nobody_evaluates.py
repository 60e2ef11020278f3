"""A function that builds a queryset runs nothing; the caller that evaluates it does."""

from library import payloads, shelves


async def builds_a_payload() -> object:
    return payloads.to_lazy()["type"]


async def finishes_the_query() -> list[str]:
    return [book.title async for book in shelves.newest().filter(pages=0)]


async def evaluates_it() -> int:
    return len(shelves.newest())  # E: async-unsafe-iteration


async def reads_what_it_loads() -> str:
    book = await shelves.newest_with_author().aget(pk=1)
    return book.author.name
