"""A page of a list has the rows of the list: they are fetched, and what they lack is not."""

# mypy: allow-untyped-defs

from django.core.paginator import Paginator
from django.http import JsonResponse
from library.models import Book


async def a_page_of_a_list():
    books = [book async for book in Book.objects.order_by("pk")]
    page = Paginator(books, 2).get_page(1)
    return JsonResponse({"titles": [book.title for book in page]})


async def authors_of_a_page():
    books = [book async for book in Book.objects.order_by("pk")]
    page = Paginator(books, 2).get_page(1)
    return JsonResponse({"names": [book.author.name for book in page]})  # E: async-unsafe-relation


async def loaded_authors_of_a_page():
    books = [book async for book in Book.objects.select_related("author").order_by("pk")]
    page = Paginator(books, 2).get_page(1)
    return JsonResponse({"names": [book.author.name for book in page]})


async def authors_of_an_indexed_page():
    paginator = Paginator([book async for book in Book.objects.all()], 2)
    return paginator.page(1)[0].author.name  # E: async-unsafe-relation
