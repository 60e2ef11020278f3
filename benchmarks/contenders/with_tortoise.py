"""Tortoise, an ORM that is async throughout, on asyncpg and aiosqlite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tortoise import Model, Tortoise, fields
from tortoise.transactions import in_transaction

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender

if TYPE_CHECKING:
    from benchmarks.contenders import Database


class Author(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=50)
    publisher_id = fields.BigIntField(null=True)
    mentor_id = fields.BigIntField(null=True)

    class Meta:
        table = "library_author"


class Book(Model):
    id = fields.BigIntField(primary_key=True)
    title = fields.CharField(max_length=50)
    author: Any = fields.ForeignKeyField("contender.Author", related_name="books")
    editor_id = fields.BigIntField(null=True)
    pages = fields.IntField(default=0)
    published_on = fields.DateField(null=True)

    class Meta:
        table = "library_book"
        ordering = ("id",)


class WithTortoise(Contender):
    name = "Tortoise"
    cannot: ClassVar = {"stream": "Tortoise has no streaming"}

    async def open(self, database: Database) -> None:
        url = f"sqlite://{database.name}"
        if database.port:
            url = f"asyncpg://postgres@127.0.0.1:{database.port}/{database.name}"
        await Tortoise.init(db_url=url, modules={"contender": [__name__]})

    async def close(self) -> None:
        await Tortoise.close_connections()

    async def get(self) -> Any:
        return await Book.get(id=BOOK)

    async def first(self) -> Any:
        return await Book.first()

    async def rows(self, number: int) -> Any:
        return await Book.filter(id__lte=number)

    async def unread(self) -> Any:
        return await self.get()

    async def first_read(self, book: Any) -> Any:
        return await book.author

    async def read(self) -> Any:
        return await Book.get(id=BOOK).select_related("author")

    async def second_read(self, book: Any) -> None:
        for _ in range(READS):
            _ = book.author

    async def author(self) -> Any:
        return await Author.get(id=AUTHOR)

    async def related_rows(self, author: Any) -> Any:
        return await author.books.all()

    async def create(self) -> Any:
        return await Book.create(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> Any:
        return await Book.bulk_create(
            [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        )

    async def transaction(self) -> None:
        async with in_transaction():
            book = await self.get()
            book.pages += 1
            await book.save(update_fields=["pages"])

    transaction_in_pool = transaction

    async def flow(self) -> Any:
        return await self.related_rows(await self.first_read(await self.get()))
