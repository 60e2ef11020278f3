"""sync_to_async on what has no types, wholly or in part: nothing is invented, and nothing is refused."""

from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, assert_type
from unittest.mock import Mock

from asgiref.sync import sync_to_async


def anything(value: Any) -> Any:
    return value


def everything(*args: Any, **kwargs: Any) -> Any:
    return args, kwargs


def items(values: Iterable[Any]) -> list[Any]:
    return list(values)


def pairs(values: Iterable[Any]) -> dict[str, Any]:
    return {str(value): value for value in values}


class Anything:
    def __call__(self, *args: Any) -> Any:
        return args


class Record:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass


async def functions(one: int, numbers: list[int], untyped: Any, function: Callable[..., Any]) -> None:
    await assert_type(sync_to_async(anything)(one), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(everything)(one, a=one), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(items)(numbers), Coroutine[Any, Any, list[Any]])
    await assert_type(sync_to_async(pairs)(numbers), Coroutine[Any, Any, dict[str, Any]])
    await assert_type(sync_to_async(Anything())(one), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(Record)(one), Coroutine[Any, Any, Record])
    await assert_type(sync_to_async(function)(one), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(partial(anything, one))(), Coroutine[Any, Any, Any])
    await assert_type(sync_to_async(Mock())(one), Coroutine[Any, Any, Any])
    assert_type(await sync_to_async(untyped)(one), Any)
    assert_type(await sync_to_async(untyped.method)(one), Any)
    assert_type(await sync_to_async(thread_sensitive=False)(untyped)(one), Any)
    assert_type(await sync_to_async(thread_sensitive=False)(Mock())(one), Any)
    await assert_type(sync_to_async(untyped)(one), Coroutine[Any, Any, Any])
    sync_to_async(function)(one)  # E: not awaited
    sync_to_async(anything)(one)  # E: not awaited
    sync_to_async(untyped)(one)  # E: not awaited
    await sync_to_async(items)(one)  # E: not iterable


async def classes(one: int, untyped: type[Any], typed: type[Record], numbers: type[list[int]]) -> None:
    assert_type(await sync_to_async(untyped)(one), Any)
    assert_type(await sync_to_async(typed)(one), Record)
    assert_type(await sync_to_async(numbers)(), list[int])
