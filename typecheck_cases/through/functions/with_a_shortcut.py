"""`get_object_or_404` in a function is a query where the function is called."""

from asgiref.sync import sync_to_async
from django.shortcuts import get_object_or_404
from library.models import Book


def find(pk: int) -> Book:
    return get_object_or_404(Book, pk=pk)


async def finds() -> str:
    return find(1).title  # E: async-unsafe-call "find" runs a query


async def finds_in_a_thread() -> str:
    return (await sync_to_async(find)(1)).title
