"""asgimod, of 2021: the first to have ``aobjects``."""

from __future__ import annotations

from typing import Any, ClassVar

from library.models import Author

from benchmarks.contenders import AUTHOR, AUTHOR_OF_NEW_BOOKS, BOOK, READS, Contender
from benchmarks.contenders.models import AsgimodAuthor, AsgimodBook
from benchmarks.requests import Requests

NO_TRANSACTIONS = "asgimod has no async transactions and no pool"


class WithAsgimod(Requests, Contender):
    name = "asgimod"
    cannot: ClassVar = {
        "stream": "asgimod's iterator() raises SynchronousOnlyOperation",
        "transaction": NO_TRANSACTIONS,
        "transaction_in_pool": NO_TRANSACTIONS,
    }

    async def get(self) -> Any:
        return await AsgimodBook.aobjects.get(pk=BOOK)

    async def page(self) -> Any:
        author = await Author.objects.aget(pk=AUTHOR)
        return author, await AsgimodBook.aobjects.filter(author_id=author.pk).eval()

    async def first(self) -> Any:
        return await AsgimodBook.aobjects.first()

    async def rows(self, number: int) -> Any:
        return await AsgimodBook.aobjects.filter(pk__lte=number).eval()

    async def unread(self) -> Any:
        return await self.get()

    async def first_read(self, book: Any) -> Any:
        return await book.aauthor

    async def read(self) -> Any:
        return await AsgimodBook.aobjects.select_related("author").get(pk=BOOK)

    async def second_read(self, book: Any) -> None:
        for _ in range(READS):
            await book.aauthor

    async def author(self) -> Any:
        return await AsgimodAuthor.aobjects.get(pk=AUTHOR)

    async def related_rows(self, author: Any) -> Any:
        return await author.abooks.all().eval()

    async def create(self) -> Any:
        return await AsgimodBook.aobjects.create(title="New", author_id=AUTHOR_OF_NEW_BOOKS)

    async def bulk_create(self, number: int) -> Any:
        books = [AsgimodBook(title="New", author_id=AUTHOR_OF_NEW_BOOKS) for _ in range(number)]
        return await AsgimodBook.aobjects.bulk_create(books)

    async def flow(self) -> Any:
        return await self.related_rows(await self.first_read(await self.get()))
