"""`in` fetches the whole queryset to look for one row; `acontains` asks the database."""

from library.models import Book


async def looks_for_a_row() -> bool:
    book = await Book.objects.aget(pk=1)
    return book in Book.objects.all()  # E: async-unsafe-iteration


async def looks_for_absence() -> bool:
    book = await Book.objects.aget(pk=1)
    return book not in Book.objects.all()  # E: async-unsafe-iteration


async def looks_for_a_key() -> bool:
    return 1 in Book.objects.values_list("pk", flat=True)  # E: async-unsafe-iteration


async def asks_the_database() -> bool:
    book = await Book.objects.aget(pk=1)
    return await Book.objects.acontains(book)


async def looks_into_a_list() -> bool:
    book = await Book.objects.aget(pk=1)
    return book in [other async for other in Book.objects.all()]
