"""Calling a function decorated with `atomic` opens the transaction where it is called."""

from asgiref.sync import sync_to_async
from django.db import transaction
from library.models import Book


@transaction.atomic
def rename() -> int:
    return Book.objects.filter(pk=1).update(title="new")


async def calls_it() -> int:
    return rename()  # E: async-unsafe-call


async def calls_it_in_a_thread() -> int:
    return await sync_to_async(rename)()


async def calls_one_of_its_own() -> int:
    @transaction.atomic
    def rename_it() -> int:
        return 1

    return rename_it()  # E: async-unsafe-query "transaction.atomic" runs a query


async def calls_one_of_its_own_in_a_thread() -> int:
    @transaction.atomic
    def rename_it() -> int:
        return 1

    return await sync_to_async(rename_it)()
