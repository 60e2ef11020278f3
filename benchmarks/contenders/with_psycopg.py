"""psycopg by hand on one async connection: tuples, no models; about the least that a query can cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import psycopg

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, Contender

if TYPE_CHECKING:
    from benchmarks.contenders import Database

BOOKS = "SELECT id, title, author_id, editor_id, pages, published_on FROM library_book "
CREATE = "INSERT INTO library_book (title, author_id, pages) VALUES ('New', %s, 0) RETURNING id"
NO_OBJECTS = "psycopg has rows, no objects that are read"


class WithPsycopg(Contender):
    name = "psycopg"
    cannot: ClassVar = {"second_read": NO_OBJECTS}

    async def open(self, database: Database) -> None:
        self._connection = await psycopg.AsyncConnection.connect(
            host="127.0.0.1", port=database.port, user="postgres", dbname=database.name, autocommit=True
        )

    async def close(self) -> None:
        await self._connection.close()

    async def _one(self, query: str, *values: Any) -> Any:
        cursor = await self._connection.execute(query.encode(), values)
        return await cursor.fetchone()

    async def _all(self, query: str, *values: Any) -> Any:
        cursor = await self._connection.execute(query.encode(), values)
        return await cursor.fetchall()

    async def get(self) -> Any:
        return await self._one(f"{BOOKS} WHERE id = %s", BOOK)

    async def first(self) -> Any:
        return await self._one(f"{BOOKS} ORDER BY id LIMIT 1")

    async def rows(self, number: int) -> Any:
        return await self._all(f"{BOOKS} WHERE id <= %s ORDER BY id", number)

    async def stream(self, number: int) -> int:
        count = 0
        async with self._connection.transaction(), self._connection.cursor("stream") as cursor:
            cursor.itersize = 1000
            await cursor.execute(f"{BOOKS} WHERE id <= %s ORDER BY id".encode(), [number])
            async for _ in cursor:
                count += 1
        return count

    async def unread(self) -> Any:
        return await self.get()

    async def first_read(self, book: Any) -> Any:
        return await self._one("SELECT * FROM library_author WHERE id = %s", book[2])

    async def author(self) -> Any:
        return await self._one("SELECT * FROM library_author WHERE id = %s", AUTHOR)

    async def related_rows(self, author: Any) -> Any:
        return await self._all(f"{BOOKS} WHERE author_id = %s ORDER BY id", author[0])

    async def create(self) -> Any:
        return await self._one(CREATE, AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> None:
        async with self._connection.transaction(), self._connection.cursor() as cursor:
            await cursor.executemany(CREATE.encode(), [[AUTHOR_OF_NEW_BOOKS]] * number)

    async def transaction(self) -> None:
        async with self._connection.transaction():
            await self.get()
            await self._connection.execute(b"UPDATE library_book SET pages = pages + 1 WHERE id = %s", [BOOK])

    transaction_in_pool = transaction

    async def flow(self) -> Any:
        return await self.related_rows(await self.first_read(await self.get()))
