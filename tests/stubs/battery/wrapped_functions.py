"""sync_to_async on functions: the same parameters, and a coroutine of the same result."""

import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, assert_type

from asgiref.sync import sync_to_async
from shop import Book, Box, Clerk, nothing, read, read_many, reader


@sync_to_async
def decorated(pk: int, *, title: str = "") -> Book:
    return Book()


@sync_to_async()
def decorated_with_a_call(pk: int) -> Book:
    return Book()


@sync_to_async(thread_sensitive=False)
def decorated_with_an_option(pk: int) -> Book:
    return Book()


@sync_to_async
def decorated_without_a_result() -> None:
    pass


async def functions(one: int, text: str) -> None:
    assert_type(await sync_to_async(read)(one), Book)
    assert_type(await sync_to_async(read)(one, text), Book)
    assert_type(await sync_to_async(read)(pk=one, title=text), Book)
    assert_type((await sync_to_async(read)(one)).title, str)
    assert_type(await sync_to_async(read_many)(one, one, limit=one, title=text), list[Book])
    assert_type(await sync_to_async(reader())(one), Book)
    assert_type(await sync_to_async(reader)(), Callable[[int], Book])
    assert_type(await sync_to_async(func=read)(one), Book)
    assert_type(await sync_to_async(lambda: text)(), str)
    assert_type(await sync_to_async(lambda: Book().title)(), str)
    assert_type(await sync_to_async(len)(text), int)
    assert_type(await sync_to_async(str.upper)(text), str)
    assert_type(await sync_to_async(text.upper)(), str)
    assert_type(await sync_to_async(partial(read, title=text))(one), Book)
    await assert_type(sync_to_async(read)(one), Coroutine[Any, Any, Book])
    await assert_type(sync_to_async(nothing)(), Coroutine[Any, Any, None])
    await sync_to_async(time.sleep)(0.1)
    await sync_to_async(nothing)()
    wanted: Callable[[int], Awaitable[Book]] = sync_to_async(read)
    assert_type(await wanted(one), Book)
    await sync_to_async(read)()  # E: pk
    await sync_to_async(read)(text)  # E: pk is a number
    await sync_to_async(read)(one, titel=text)  # E: a misspelt name
    await sync_to_async(read)(one, text, one)  # E: too many
    await sync_to_async(read_many)(one, limit=text)  # E: limit is a number
    await sync_to_async(nothing)(one)  # E: no parameters
    await sync_to_async(read, one)()  # E: arguments go to the second call
    await sync_to_async(3)()  # E: not callable
    await read(one)  # E: not wrapped
    sync_to_async(read)(one).title  # noqa: B018 # E: not awaited
    sync_to_async(read)(one)  # E: not awaited
    sync_to_async(nothing)()  # E: not awaited
    unwanted: Callable[[int], Book] = sync_to_async(read)  # noqa: F841 # E: a coroutine
    await sync_to_async(lambda: text)(one)  # E: no parameters


async def classes(one: int, text: str) -> None:
    assert_type(await sync_to_async(Book)(), Book)
    assert_type(await sync_to_async(Clerk)(), Clerk)
    assert_type(await sync_to_async(Box)(one), Box[int])
    assert_type(await sync_to_async(Box[str])(text), Box[str])
    assert_type(await sync_to_async(bool)(one), bool)
    await sync_to_async(Book)(one)  # E: no parameters
    await sync_to_async(Box)()  # E: a content


async def decorators(one: int, text: str) -> None:
    assert_type(await decorated(one), Book)
    assert_type(await decorated(one, title=text), Book)
    assert_type(await decorated_with_a_call(one), Book)
    assert_type(await decorated_with_an_option(one), Book)
    await assert_type(decorated(one), Coroutine[Any, Any, Book])
    await assert_type(decorated_with_an_option(one), Coroutine[Any, Any, Book])
    await assert_type(decorated_without_a_result(), Coroutine[Any, Any, None])
    await decorated(text)  # E: pk is a number
    await decorated(one, text)  # E: title is keyword-only
    await decorated_with_a_call(text)  # E: pk is a number
    await decorated_with_an_option()  # E: pk
    decorated(one)  # E: not awaited
    decorated_with_a_call(one)  # E: not awaited
    decorated_with_an_option(one)  # E: not awaited
