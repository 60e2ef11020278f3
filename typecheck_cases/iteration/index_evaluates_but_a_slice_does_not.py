"""An index fetches a row; a slice only limits the query; a slice with a step evaluates."""

from library.models import Book


async def takes_an_index() -> Book:
    return Book.objects.order_by("pk")[0]  # E: async-unsafe-iteration


async def takes_an_index_of_a_slice() -> Book:
    return Book.objects.order_by("pk")[:2][0]  # E: async-unsafe-iteration


async def takes_every_second() -> object:
    return Book.objects.order_by("pk")[0:4:2]  # E: async-unsafe-iteration


async def takes_a_slice() -> list[str]:
    books = Book.objects.order_by("pk")[:2]
    return [book.title async for book in books]


async def takes_the_first() -> Book | None:
    return await Book.objects.order_by("pk").afirst()
