"""SyncToAsync and AsyncToSync themselves: attributes, calls and binding as a method."""

# ruff: noqa: TC003

import contextvars
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, assert_type

from asgiref.sync import AsyncToSync, SyncToAsync
from shop import Book, fetch, read


class Library:
    """Methods that hold the objects."""

    @SyncToAsync
    def find(self, pk: int, title: str = "") -> Book:
        return Book()

    @AsyncToSync
    async def fetch(self, pk: int) -> Book:
        return Book()

    @staticmethod
    @SyncToAsync
    def price(pages: int) -> float:
        return pages / 2

    @classmethod
    @SyncToAsync
    def build(cls, name: str) -> str:
        return name


async def to_async(library: Library, one: int, text: str) -> None:
    bridge = SyncToAsync(read)
    assert_type(await bridge(one), Book)
    assert_type(await bridge(one, title=text), Book)
    assert_type(bridge.func(one), Book)
    assert_type(bridge.__wrapped__(one), Book)
    assert_type(bridge.__name__, str)
    assert_type(bridge.context, contextvars.Context | None)
    assert_type(await SyncToAsync(read, thread_sensitive=False)(one), Book)
    wanted: Callable[[int], Coroutine[Any, Any, Book]] = bridge
    assert_type(await wanted(one), Book)
    assert_type(await library.find(one), Book)
    assert_type(await library.find(one, title=text), Book)
    assert_type(await Library.price(one), float)
    assert_type(await library.price(one), float)
    await bridge(text)  # E: pk is a number
    await bridge()  # E: pk
    bridge.func(text)  # E: pk is a number
    bridge.__wrapped__()  # E: pk
    bridge(one)  # E: not awaited
    bridge.function(one)  # E: no such attribute
    await library.find(text)  # E: pk is a number
    await library.find(library, one)  # E: self is bound
    library.find(one)  # E: not awaited
    await Library.find(one)  # E: a library


def to_sync(library: Library, one: int, text: str) -> None:
    bridge = AsyncToSync(fetch)
    assert_type(bridge(one), Book)
    assert_type(bridge(one, title=text), Book)
    assert_type(bridge.force_new_loop, bool)
    assert_type(AsyncToSync(fetch, force_new_loop=True)(one), Book)
    assert_type(AsyncToSync(fetch, True)(one), Book)
    wanted: Callable[[int], Awaitable[Book]] = bridge.awaitable
    assert_type(AsyncToSync(wanted)(one), Book)
    assert_type(library.fetch(one), Book)
    bridge(text)  # E: pk is a number
    library.fetch(text)  # E: pk is a number
    library.fetch(library, one)  # E: self is bound
    AsyncToSync(read)  # E: not async
    Library.fetch(one)  # E: a library
