"""``transaction.atomic`` around an async function opens the transaction in the event loop."""

from asgiref.sync import sync_to_async
from django.core.exceptions import SynchronousOnlyOperation
from django.db import transaction
from library.models import Book


async def decorates_an_async_function() -> None:
    @transaction.atomic  # E, silent: async-bridge "transaction.atomic" around the async function "rename"
    async def rename() -> None:
        await Book.objects.aupdate(title="Dune")

    raised = False
    try:
        await rename()
    except SynchronousOnlyOperation:
        raised = True
    assert raised


async def wraps_a_transaction() -> None:
    @sync_to_async
    @transaction.atomic
    def rename() -> None:
        Book.objects.filter(pk=1).update(title="Dune")

    await rename()
