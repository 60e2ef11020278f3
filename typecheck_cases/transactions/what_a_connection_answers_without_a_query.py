"""Some attributes of a connection are plain values; others open it."""

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection


async def reads_plain_values() -> tuple[str, bool, str]:
    return connection.vendor, connection.in_atomic_block, connection.ops.quote_name("x")


async def lists_the_tables() -> list[str]:
    return connection.introspection.table_names()  # E: async-unsafe-query


async def lists_the_tables_in_a_thread() -> list[str]:
    def names() -> list[str]:
        return connection.introspection.table_names()

    return await sync_to_async(names)()


async def closes_the_connection() -> None:
    connection.close()  # E: async-unsafe-query


async def closes_old_connections() -> None:
    close_old_connections()
