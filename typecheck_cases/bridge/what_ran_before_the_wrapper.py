"""Arguments are evaluated before the call: a query in one runs in the event loop."""

from aobjects import run_sync
from asgiref.sync import sync_to_async
from library.models import Book


async def queries_for_an_argument() -> None:
    await sync_to_async(print)(Book.objects.get(pk=1))  # E: async-unsafe-query "Book.objects.get" runs a


async def queries_for_an_argument_of_run_sync() -> None:
    await run_sync(print, Book.objects.get(pk=1))  # E: async-unsafe-query "Book.objects.get" runs a query


async def queries_for_the_owner_of_a_method() -> None:
    await sync_to_async(Book.objects.get(pk=1).save)()  # E: async-unsafe-query "Book.objects.get" runs


async def queries_for_the_owner_in_run_sync() -> None:
    await run_sync(Book.objects.get(pk=1).save)  # E: async-unsafe-query "Book.objects.get" runs a query


async def queries_in_the_thread() -> None:
    await sync_to_async(lambda: print(Book.objects.get(pk=1)))()


async def builds_a_queryset_for_the_thread() -> None:
    await run_sync(list, Book.objects.filter(pk=1))
