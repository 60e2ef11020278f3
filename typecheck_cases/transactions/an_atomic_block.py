"""`atomic` is a synchronous context manager: a transaction belongs in one function that runs in a thread."""

from asgiref.sync import sync_to_async
from django.db import transaction
from library.models import Book


async def opens_a_block() -> None:
    with transaction.atomic():  # E: async-unsafe-query
        pass


async def builds_a_block() -> object:
    return transaction.atomic()


async def opens_a_block_in_a_thread() -> int:
    @sync_to_async
    def rename() -> int:
        with transaction.atomic():
            return Book.objects.filter(pk=1).update(title="new")

    return await rename()
