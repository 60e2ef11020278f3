"""The functions that steer a transaction need the connection."""

from asgiref.sync import sync_to_async
from django.db import transaction


async def commits() -> None:
    transaction.commit()  # E: async-unsafe-query


async def rolls_back() -> None:
    transaction.rollback()  # E: async-unsafe-query


async def makes_a_savepoint() -> object:
    return transaction.savepoint()  # E: async-unsafe-query


async def asks_for_autocommit() -> bool:
    return transaction.get_autocommit()  # E: async-unsafe-query


async def asks_in_a_thread() -> bool:
    return await sync_to_async(transaction.get_autocommit)()
