"""django-async-orm, of 2022: ``async_`` methods on the querysets of a project."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, ClassVar

from asgiref.sync import SyncToAsync, ThreadSensitiveContext
from library.models import Author

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, Contender
from benchmarks.contenders.models import AsyncOrmBook
from benchmarks.requests import Requests

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from benchmarks.contenders import Database

Book: Any = AsyncOrmBook
NO_TRANSACTIONS = "django-async-orm has no async transactions and no pool"
NO_RELATIONS = "django-async-orm has nothing for relations"


class WithDjangoAsyncOrm(Requests, Contender):
    name = "django-async-orm"
    cannot: ClassVar = {
        "stream": "django-async-orm has no async iterator()",
        "first_read": NO_RELATIONS,
        "second_read": NO_RELATIONS,
        "related_rows": NO_RELATIONS,
        "flow": NO_RELATIONS,
        "transaction": NO_TRANSACTIONS,
        "transaction_in_pool": NO_TRANSACTIONS,
    }

    async def open(self, database: Database) -> None:
        await super().open(database)
        self._context = copy_context()
        await asyncio.create_task(ThreadSensitiveContext().__aenter__(), context=self._context)

    async def _apart(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Keep it to a thread of its own: it closes the thread's connection, which would be Django's too."""
        if SyncToAsync.thread_sensitive_context.get(None):
            return await work  # A request has its own already.
        return await asyncio.create_task(work, context=self._context)

    async def get(self) -> Any:
        return await self._apart(Book.objects.async_get(pk=BOOK))

    async def page(self) -> Any:
        author = await Author.objects.aget(pk=AUTHOR)
        return author, [book async for book in Book.objects.filter(author_id=author.pk)]

    async def first(self) -> Any:
        return await self._apart(Book.objects.async_first())

    async def rows(self, number: int) -> Any:
        return [book async for book in Book.objects.filter(pk__lte=number)]

    async def create(self) -> Any:
        return await self._apart(Book.objects.async_create(title="New", author_id=AUTHOR_OF_NEW_BOOKS))

    async def bulk_create(self, number: int) -> Any:
        books = [Book(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await self._apart(Book.objects.async_bulk_create(books))
