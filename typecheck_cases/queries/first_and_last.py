"""`first`, `last`, `earliest` and `latest` each run a query."""

from library.models import Book


async def takes_the_first() -> Book | None:
    return Book.objects.first()  # E: async-unsafe-query


async def takes_the_last() -> Book | None:
    return Book.objects.last()  # E: async-unsafe-query


async def takes_the_earliest() -> Book:
    return Book.objects.earliest()  # E: async-unsafe-query


async def takes_the_latest() -> Book:
    return Book.objects.latest("pages")  # E: async-unsafe-query


async def takes_them_asynchronously() -> list[Book | None]:
    books = Book.objects.all()
    return [await books.afirst(), await books.alast(), await books.aearliest(), await books.alatest()]
