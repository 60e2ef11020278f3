"""`get` runs a query; its twin `aget` is awaited."""

from library.models import Book


async def gets_synchronously() -> Book:
    return Book.objects.get(pk=1)  # E: async-unsafe-query


async def gets_asynchronously() -> Book:
    return await Book.objects.aget(pk=1)


async def gets_from_a_filtered_queryset() -> Book:
    return Book.objects.filter(pages=0).get(pk=1)  # E: async-unsafe-query
