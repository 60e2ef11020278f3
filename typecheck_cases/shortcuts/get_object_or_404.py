"""`get_object_or_404` and `get_list_or_404` query; their twins begin with an `a`."""

from django.shortcuts import aget_list_or_404, aget_object_or_404, get_list_or_404, get_object_or_404
from library.models import Book


async def gets_the_object() -> Book:
    return get_object_or_404(Book, pk=1)  # E: async-unsafe-query


async def gets_the_object_of_a_queryset() -> Book:
    return get_object_or_404(Book.objects.select_related("author"), pk=1)  # E: async-unsafe-query


async def gets_the_list() -> list[Book]:
    return get_list_or_404(Book, pages=0)  # E: async-unsafe-query


async def gets_them_asynchronously() -> tuple[Book, list[Book]]:
    return await aget_object_or_404(Book, pk=1), await aget_list_or_404(Book, pages=0)


async def the_queryset_decides_what_is_loaded() -> str:
    book = await aget_object_or_404(Book.objects.select_related("author"), pk=1)
    return book.author.name


async def the_model_alone_loads_nothing() -> str:
    book = await aget_object_or_404(Book, pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded
