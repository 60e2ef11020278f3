"""A paginator over a queryset counts and slices it: building the paginator is free, its pages are not."""

from asgiref.sync import sync_to_async
from django.core.paginator import Paginator
from library.models import Book


async def counts_the_pages() -> int:
    paginator = Paginator(Book.objects.order_by("pk"), 2)
    return paginator.num_pages  # E: async-unsafe-query


async def takes_a_page() -> object:
    paginator = Paginator(Book.objects.order_by("pk"), 2)
    return paginator.get_page(1)  # E: async-unsafe-query


async def takes_a_page_in_a_thread() -> object:
    paginator = Paginator(Book.objects.order_by("pk"), 2)
    return await sync_to_async(paginator.get_page)(1)


async def takes_a_page_of_a_list() -> object:
    return Paginator(["a", "b", "c"], 2).page(1)
