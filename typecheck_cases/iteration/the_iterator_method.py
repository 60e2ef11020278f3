"""`iterator()` builds a generator; the first `next` runs the query. `aiterator()` is its twin."""

from library.models import Book


async def loops_over_the_iterator() -> None:
    for book in Book.objects.iterator():  # E: async-unsafe-iteration
        print(book.title, end="")


async def takes_the_next() -> Book:
    return next(Book.objects.iterator())  # E: async-unsafe-iteration


async def lists_the_iterator() -> list[Book]:
    return list(Book.objects.iterator(chunk_size=2))  # E: async-unsafe-iteration


async def loops_asynchronously() -> list[str]:
    return [book.title async for book in Book.objects.aiterator()]
