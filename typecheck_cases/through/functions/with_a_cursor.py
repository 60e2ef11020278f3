"""A cursor needs a connection."""

import asyncio

from django.db import connection


def now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return str(cursor.fetchone())


async def asks_the_database() -> str:
    return now()  # E: async-unsafe-call "now" runs a query


async def asks_the_database_in_a_thread() -> str:
    return await asyncio.to_thread(now)
