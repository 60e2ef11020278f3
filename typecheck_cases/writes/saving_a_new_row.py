"""Building an instance is free; saving it is not."""

from library.models import Author, Publisher


async def builds() -> str:
    author = Author(name="new", bio="none")
    return author.name


async def builds_and_saves() -> None:
    publisher = Publisher(name="new")
    publisher.save()  # E: async-unsafe-query


async def builds_and_saves_asynchronously() -> None:
    publisher = Publisher(name="new")
    await publisher.asave()
