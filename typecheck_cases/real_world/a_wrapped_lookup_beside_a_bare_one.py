"""One lookup was wrapped when the view became async, its neighbour was forgotten."""

from asgiref.sync import sync_to_async
from django.shortcuts import aget_object_or_404, get_object_or_404
from library.models import Author, Book


async def compares_the_author_of_a_book() -> bool:
    book = await sync_to_async(get_object_or_404)(Book, pk=1)
    author = get_object_or_404(Author, pk=1)  # E: async-unsafe-query
    return book.author_id == author.pk


async def compares_with_both_awaited() -> bool:
    book = await sync_to_async(get_object_or_404)(Book, pk=1)
    author = await aget_object_or_404(Author, pk=1)
    return book.author_id == author.pk
