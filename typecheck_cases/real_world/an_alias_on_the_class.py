"""A class offers the asynchronous form of its method as an alias."""

from asgiref.sync import sync_to_async
from library.models import Book


class Shelf:
    @staticmethod
    def authors() -> list[str]:
        return [book.author.name for book in Book.objects.all()]

    aauthors = staticmethod(sync_to_async(authors))


async def uses_the_alias() -> list[str]:
    return await Shelf.aauthors()


async def asks_beside_the_alias() -> int:
    names = await Shelf.aauthors()
    return len(names) + Book.objects.count()  # E: async-unsafe-query
