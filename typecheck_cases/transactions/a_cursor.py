"""A cursor opens the connection; raw SQL belongs in a thread."""

from asgiref.sync import sync_to_async
from django.db import connection


async def opens_a_cursor() -> None:
    connection.cursor()  # E: async-unsafe-query


async def opens_a_cursor_in_a_block() -> None:
    with connection.cursor() as cursor:  # E: async-unsafe-query
        cursor.execute("select 1")


async def runs_sql_in_a_thread() -> object:
    def select() -> object:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return cursor.fetchone()

    return await sync_to_async(select)()
