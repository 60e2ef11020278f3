"""Channels' database_sync_to_async, typed as sync_to_async is; channels itself need not be there for that."""

import contextvars
from typing import assert_type

from aobjects.sync import database_sync_to_async
from shop import Book, Books, read

CONTEXT = contextvars.copy_context()


@database_sync_to_async
def decorated(pk: int) -> Book:
    return Book()


class Library:
    """A wrapped method."""

    @database_sync_to_async
    def find(self, pk: int) -> Book:
        return Book()


async def wrapped(library: Library, books: Books, one: int, text: str) -> None:
    assert_type(await database_sync_to_async(read)(one), Book)
    assert_type(await database_sync_to_async(read, thread_sensitive=False)(one), Book)
    assert_type(await database_sync_to_async(read, context=CONTEXT)(one), Book)
    assert_type(await database_sync_to_async(list)(books), list[Book])
    assert_type(await database_sync_to_async(dict)(books.pairs()), dict[int, str])
    assert_type(await decorated(one), Book)
    assert_type(await library.find(one), Book)
    await database_sync_to_async(read)(text)  # E: pk is a number
    await database_sync_to_async(read)()  # E: pk
    await database_sync_to_async(3)()  # E: not callable
    await decorated(text)  # E: pk is a number
    await library.find(text)  # E: pk is a number
