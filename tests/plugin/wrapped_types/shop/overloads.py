"""Overloaded functions, methods, classes and objects: each overload keeps its own result."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, assert_type, overload

from aobjects import run_sync
from aobjects.sync import async_to_sync, sync_to_async
from asgiref.sync import sync_to_async as asgiref_sync_to_async

from shop.models import Book


class Shelf(list[Book]):
    """A list of one kind."""


class Price:
    """Made from a number, or from a text and a rate."""

    @overload
    def __init__(self, amount: int) -> None: ...
    @overload
    def __init__(self, amount: str, rate: float) -> None: ...
    def __init__(self, amount: int | str, rate: float = 1.0) -> None:
        self.amount = amount

    @overload
    def __call__(self, amount: int) -> int: ...
    @overload
    def __call__(self, amount: str) -> str: ...
    def __call__(self, amount: int | str) -> int | str:
        return amount

    @overload
    def in_currency(self, name: str) -> str: ...
    @overload
    def in_currency(self, name: None = None) -> int: ...
    def in_currency(self, name: str | None = None) -> int | str:
        return name or 0


@overload
async def fetch(key: int) -> Book: ...
@overload
async def fetch(key: str) -> list[Book]: ...
async def fetch(key: int | str) -> Book | list[Book]:
    return []


async def through_sync_to_async(book: Book, price: Price, numbers: list[int], pages: dict[str, int]) -> None:
    assert_type(await sync_to_async(sorted)(numbers, key=lambda number: -number), list[int])
    assert_type(await sync_to_async(sorted)([book], key=lambda book: book.title), list[Book])
    assert_type(await sync_to_async(sum)(numbers, 1.5), int | float)
    assert_type(await sync_to_async(max)(numbers, default=None), int | None)
    assert_type(await sync_to_async(pages.get)("dune"), int | None)
    assert_type(await sync_to_async(pages.get)("dune", 0), int)
    assert_type((await sync_to_async(open)("dune.txt")).read(), str)
    assert_type((await sync_to_async(open)("dune.pdf", "rb")).read(), bytes)
    assert_type(await sync_to_async(Shelf)([book]), Shelf)
    assert_type(await sync_to_async(Price)("ten", 1.1), Price)
    assert_type(await sync_to_async(price)("ten"), str)
    assert_type(await sync_to_async(price.in_currency)(), int)
    assert_type(await sync_to_async(price.in_currency)("EUR"), str)
    assert_type(await sync_to_async(Price.in_currency)(price, "EUR"), str)
    assert_type(await sync_to_async(thread_sensitive=False)(sorted)(numbers, reverse=True), list[int])
    assert_type(await asgiref_sync_to_async(sorted)(numbers, key=str), list[int])
    stored = sync_to_async(price.in_currency)
    assert_type(await stored("EUR"), str)
    wanted: Callable[[str], Awaitable[str]] = sync_to_async(price.in_currency)
    assert_type(await wanted("EUR"), str)
    await sync_to_async(Price)("ten")  # E: call-overload No overload variant of "sync_to_async(Price)"
    await sync_to_async(price)(1.5)  # E: call-overload No overload variant of "sync_to_async(price)"
    await sync_to_async(sorted)(3)  # E: call-overload No overload variant of "sync_to_async(sorted)"


async def through_run_sync(book: Book, price: Price, numbers: list[int], pages: dict[str, int]) -> None:
    assert_type(await run_sync(sorted, [book], key=lambda book: book.title), list[Book])
    assert_type(await run_sync(sum, numbers, 1.5), int | float)
    assert_type(await run_sync(pages.get, "dune", 0), int)
    assert_type((await run_sync(open, "dune.pdf", "rb")).read(), bytes)
    assert_type(await run_sync(Shelf, [book]), Shelf)
    assert_type(await run_sync(Price, "ten", 1.1), Price)
    assert_type(await run_sync(price, "ten"), str)
    assert_type(await run_sync(price.in_currency), int)
    converted: list[float] = await run_sync(list, numbers)
    assert_type(converted, list[float])
    await run_sync(Price, "ten")  # E: call-overload No overload variant of "run_sync(Price)"
    await run_sync(int, [])  # E: call-overload No overload variant of "run_sync(int)"
    await run_sync(Book.objects.get(pk=1).save)  # E: async-unsafe-query "Book.objects.get" runs a query
    await run_sync(3)  # E: async-bridge


def through_async_to_sync() -> None:
    assert_type(async_to_sync(fetch)(1), Book)
    assert_type(async_to_sync(fetch)("dune"), list[Book])
    assert_type(async_to_sync(force_new_loop=True)(fetch)("dune"), list[Book])
    async_to_sync(fetch)(None)  # E: call-overload No overload variant of "async_to_sync(fetch)"


async def of_any_type(unknown: Any, kind: type[Any], either: Callable[[int], str] | Price) -> None:
    await assert_type(sync_to_async(unknown)(1), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(unknown.method)(1), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(thread_sensitive=False)(unknown)(1), Coroutine[Any, Any, Any])
    await assert_type(run_sync(unknown, 1), Coroutine[Any, Any, Any])
    assert_type(await run_sync(kind, 1), Any)
    assert_type(await run_sync(either, 1), str | int)


async def not_awaited(unknown: Any, price: Price, numbers: list[int]) -> None:
    sync_to_async(sorted)(numbers)  # E: unused-coroutine
    sync_to_async(unknown)(1)  # E: unused-coroutine
    sync_to_async(Book.objects.get)(pk=1)  # E: unused-coroutine
    sync_to_async(getattr)(price, "amount")  # E: unused-coroutine
    sync_to_async(Price)(1)  # E: unused-coroutine
    sync_to_async(lambda: numbers)()  # E: unused-coroutine
    sync_to_async(list)(numbers)  # E: unused-coroutine
    run_sync(sorted, numbers)  # E: unused-coroutine
    run_sync(unknown, 1)  # E: unused-coroutine
    run_sync(Book.objects.get, pk=1)  # E: unused-coroutine
    run_sync(partial(price.in_currency, "EUR"))  # E: unused-coroutine
