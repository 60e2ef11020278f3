"""``ExitStack().enter_context(atomic())`` opens a transaction as ``with`` does."""

from contextlib import ExitStack, nullcontext

from asgiref.sync import sync_to_async
from django.db import transaction
from library.models import Book


async def opens_a_transaction() -> int:
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())  # E: async-unsafe-query "transaction.atomic"
        return await Book.objects.acount()


async def enters_nothing() -> int:
    with ExitStack() as stack:
        stack.enter_context(nullcontext())
        return await Book.objects.acount()


async def opens_it_in_a_thread() -> int:
    def count() -> int:
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())
            return Book.objects.count()

    return await sync_to_async(count)()
