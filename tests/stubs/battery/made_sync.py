"""async_to_sync on functions: the same parameters, and the awaited result."""

from collections.abc import Awaitable, Callable
from typing import assert_type

from asgiref.sync import async_to_sync, iscoroutinefunction, markcoroutinefunction, sync_to_async
from shop import Book, Clerk, fetch, fetch_nothing, fetch_same, read


@async_to_sync
async def decorated(pk: int, *, title: str = "") -> Book:
    return Book()


@async_to_sync()
async def decorated_with_a_call(pk: int) -> Book:
    return Book()


@async_to_sync(force_new_loop=True)
async def decorated_with_an_option(pk: int) -> Book:
    return Book()


def promise(pk: int) -> Awaitable[Book]:
    return fetch(pk)


def functions(clerk: Clerk, one: int, text: str) -> None:
    assert_type(async_to_sync(fetch)(one), Book)
    assert_type(async_to_sync(fetch)(one, title=text), Book)
    assert_type(async_to_sync(fetch, force_new_loop=True)(one), Book)
    assert_type(async_to_sync(force_new_loop=True)(fetch)(one), Book)
    assert_type(async_to_sync(fetch_same)(one), int)
    assert_type(async_to_sync(fetch_same)(text), str)
    assert_type(async_to_sync(promise)(one), Book)
    assert_type(async_to_sync(clerk.find_async)(one, title=text), Book)
    assert_type(async_to_sync(Clerk.find_async)(clerk, one), Book)
    assert_type(async_to_sync(sync_to_async(read))(one), Book)
    assert_type(async_to_sync(lambda: fetch(one))(), Book)
    assert_type(decorated(one), Book)
    assert_type(decorated(one, title=text), Book)
    assert_type(decorated_with_a_call(one), Book)
    assert_type(decorated_with_an_option(one), Book)
    assert_type(async_to_sync(fetch)(one).title, str)
    wanted: Callable[[int], Book] = async_to_sync(fetch)
    assert_type(wanted(one), Book)
    async_to_sync(fetch_nothing)()
    async_to_sync(read)  # E: not async
    async_to_sync(fetch(one))  # E: a coroutine, not a function
    async_to_sync(fetch)()  # E: pk
    async_to_sync(fetch)(text)  # E: pk is a number
    async_to_sync(fetch)(one, titel=text)  # E: a misspelt name
    async_to_sync(fetch, True)(one)  # E: by keyword
    async_to_sync(fetch_nothing)(one)  # E: no parameters
    decorated(text)  # E: pk is a number
    decorated(one, text)  # E: title is keyword-only
    decorated_with_a_call()  # E: pk
    decorated_with_an_option(text)  # E: pk is a number
    async_to_sync(fetch)(one).titel  # noqa: B018 # E: a misspelt attribute


def inspection() -> None:
    assert_type(markcoroutinefunction(read)(1), Book)
    marked: Callable[[int], Awaitable[Book]] = markcoroutinefunction(promise)  # noqa: F841
    assert_type(iscoroutinefunction(fetch), bool)
    markcoroutinefunction(3)  # E: not callable
    iscoroutinefunction()  # E: an argument
