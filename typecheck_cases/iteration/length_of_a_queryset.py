"""`len` fetches every row; `acount` asks the database for a number."""

from library.models import Book


async def takes_the_length() -> int:
    return len(Book.objects.all())  # E: async-unsafe-iteration


async def counts() -> int:
    return await Book.objects.acount()


async def takes_the_length_of_a_list() -> int:
    books = [book async for book in Book.objects.all()]
    return len(books)
