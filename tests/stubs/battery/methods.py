"""Wrapped methods: "self" is bound as in a plain method, on instances, classes and static methods."""

from collections.abc import Coroutine
from typing import Any, assert_type

from asgiref.sync import async_to_sync, sync_to_async
from shop import Book, Clerk


class Library:
    """Methods that are wrapped where they are defined."""

    @sync_to_async
    def find(self, pk: int, *, title: str = "") -> Book:
        return Book()

    @sync_to_async
    def close(self) -> None:
        pass

    @sync_to_async(thread_sensitive=False)
    def download(self, pk: int) -> bytes:
        return b""

    @sync_to_async()
    def upload(self, data: bytes) -> int:
        return 0

    @classmethod
    @sync_to_async
    def build(cls, name: str) -> str:
        return name

    @staticmethod
    @sync_to_async
    def price(pages: int) -> float:
        return pages / 2

    @async_to_sync
    async def fetch(self, pk: int) -> Book:
        return Book()

    @async_to_sync(force_new_loop=True)
    async def fetch_apart(self, pk: int) -> Book:
        return Book()

    def read(self, pk: int) -> Book:
        return Book()

    read_async = sync_to_async(read)


class Branch(Library):
    """A subclass: the wrapped methods of the base are its own."""

    async def both(self, pk: int) -> tuple[Book, bytes]:
        return await self.find(pk), await self.download(pk)

    async def parent(self, pk: int) -> Book:
        return await super().find(pk)


async def wrapped_inside(library: Library, branch: Branch, one: int, text: str) -> None:
    assert_type(await library.find(one), Book)
    assert_type(await library.find(one, title=text), Book)
    assert_type(await library.find(pk=one), Book)
    assert_type(await library.download(one), bytes)
    assert_type(await library.upload(b""), int)
    assert_type(await library.read_async(one), Book)
    assert_type(await branch.find(one), Book)
    assert_type(await branch.both(one), tuple[Book, bytes])
    assert_type(await branch.parent(one), Book)
    await assert_type(library.find(one), Coroutine[Any, Any, Book])
    await assert_type(library.close(), Coroutine[Any, Any, None])
    await library.find(text)  # E: pk is a number
    await library.find()  # E: pk
    await library.find(library, one)  # E: self is bound
    await library.download(text)  # E: pk is a number
    await library.upload(one)  # E: bytes
    await library.read_async(text)  # E: pk is a number
    library.find(one)  # E: not awaited
    library.close()  # E: not awaited


async def on_the_class(library: Library, one: int, text: str) -> None:
    assert_type(await Library.build(text), str)
    assert_type(await library.build(text), str)
    assert_type(await Library.price(one), float)
    assert_type(await library.price(one), float)
    assert_type(await Branch.build(text), str)
    assert_type(await Branch.price(one), float)
    await Library.build(one)  # E: a name
    await Library.price(text)  # E: a number
    await library.build()  # E: a name
    Library.price(one)  # E: not awaited


async def wrapped_outside(clerk: Clerk, one: int, text: str) -> None:
    assert_type(await sync_to_async(clerk.find)(one), Book)
    assert_type(await sync_to_async(clerk.find)(one, title=text), Book)
    assert_type(await sync_to_async(clerk.find, thread_sensitive=False)(one), Book)
    assert_type(await sync_to_async(Clerk.find)(clerk, one), Book)
    assert_type(await sync_to_async(Clerk.hire)(text), Clerk)
    assert_type(await sync_to_async(Clerk.price)(one), float)
    assert_type(await sync_to_async(clerk.price)(one), float)
    assert_type(await sync_to_async(clerk)(one), Book)
    await sync_to_async(clerk.find)(text)  # E: pk is a number
    await sync_to_async(clerk.find)(one, titel=text)  # E: a misspelt name
    await sync_to_async(Clerk.find)(one)  # E: a clerk
    await sync_to_async(Clerk.hire)(one)  # E: a name
    await sync_to_async(clerk.close)(one)  # E: no parameters
    await sync_to_async(clerk)(text)  # E: pk is a number


def made_sync(library: Library, branch: Branch, one: int, text: str) -> None:
    assert_type(library.fetch(one), Book)
    assert_type(library.fetch_apart(one), Book)
    assert_type(branch.fetch(one), Book)
    library.fetch(text)  # E: pk is a number
    library.fetch_apart()  # E: pk
    library.fetch(library, one)  # E: self is bound
