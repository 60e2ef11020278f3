"""What `try` runs, it runs, whatever follows."""

import asyncio

from django.db import connection
from library.models import Book


def count_for_certain() -> int:
    try:
        return Book.objects.count()
    finally:
        connection.queries_log.clear()


async def counts() -> int:
    return count_for_certain()  # E: async-unsafe-call "count_for_certain" runs a query


async def counts_in_a_thread() -> int:
    return await asyncio.to_thread(count_for_certain)
