"""`on_commit` looks at the connection's transaction, and so belongs in the thread of the transaction."""

from asgiref.sync import sync_to_async
from django.db import transaction


async def registers_a_callback() -> None:
    transaction.on_commit(lambda: None)  # E: async-unsafe-query


async def registers_it_in_a_thread() -> None:
    await sync_to_async(transaction.on_commit)(lambda: None)
