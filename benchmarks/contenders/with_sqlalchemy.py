"""SQLAlchemy's async session, on asyncpg and aiosqlite."""

from __future__ import annotations

import datetime  # noqa: TC003  # SQLAlchemy evaluates the annotations
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncAttrs, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender

if TYPE_CHECKING:
    from benchmarks.contenders import Database


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "library_author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    publisher_id: Mapped[int | None]
    mentor_id: Mapped[int | None]
    books: Mapped[list[Book]] = relationship(back_populates="author", order_by="Book.id")


class Book(Base):
    __tablename__ = "library_book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("library_author.id"))
    author: Mapped[Author] = relationship(back_populates="books")
    editor_id: Mapped[int | None]
    pages: Mapped[int] = mapped_column(default=0)
    published_on: Mapped[datetime.date | None]


class WithSqlalchemy(Contender):
    """A session for each operation, as for each request; a relation is read in the session of its row."""

    name = "SQLAlchemy"

    async def open(self, database: Database) -> None:
        url = f"sqlite+aiosqlite:///{database.name}"
        if database.port:
            url = f"postgresql+asyncpg://postgres@127.0.0.1:{database.port}/{database.name}"
        self._engine = create_async_engine(url)
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)
        self._reading = self._session()

    async def close(self) -> None:
        await self._reading.close()
        await self._engine.dispose()

    async def get(self) -> Any:
        async with self._session() as session:
            return await session.get_one(Book, BOOK)

    async def first(self) -> Any:
        async with self._session() as session:
            return await session.scalar(select(Book).order_by(Book.id).limit(1))

    async def rows(self, number: int) -> Any:
        async with self._session() as session:
            return (await session.scalars(select(Book).where(Book.id <= number).order_by(Book.id))).all()

    async def stream(self, number: int) -> int:
        count = 0
        query = select(Book).where(Book.id <= number).order_by(Book.id)
        async with self._session() as session:
            async for _ in await session.stream_scalars(query.execution_options(yield_per=1000)):
                count += 1
        return count

    async def unread(self) -> Any:
        self._reading.expunge_all()
        return await self._reading.get_one(Book, BOOK)

    async def first_read(self, book: Any) -> Any:
        return await book.awaitable_attrs.author

    async def read(self) -> Any:
        self._reading.expunge_all()
        return await self._reading.get_one(Book, BOOK, options=[joinedload(Book.author)])

    async def second_read(self, book: Any) -> None:
        for _ in range(READS):
            _ = book.author

    async def author(self) -> Any:
        self._reading.expunge_all()
        return await self._reading.get_one(Author, AUTHOR)

    async def related_rows(self, author: Any) -> Any:
        return await author.awaitable_attrs.books

    async def create(self) -> Any:
        async with self._session.begin() as session:
            session.add(Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS))

    async def bulk_create(self, number: int) -> Any:
        async with self._session.begin() as session:
            session.add_all(Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number))

    async def transaction(self) -> None:
        async with self._session.begin() as session:
            book = await session.get_one(Book, BOOK)
            book.pages += 1

    transaction_in_pool = transaction

    async def flow(self) -> Any:
        async with self._session() as session:
            book = await session.get_one(Book, BOOK)
            author = await book.awaitable_attrs.author
            return await author.awaitable_attrs.books
