"""Functions behind decorators: some keep the function, one replaces it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from library.models import Author, Book

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def traced(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def traced_function(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return traced_function


def switched_off(function: Callable[[], int]) -> Callable[[], int]:
    def answer() -> int:
        return 0

    return answer


@functools.lru_cache
def count_once(pk: int) -> int:
    return Book.objects.filter(pk__gte=pk).count()


@functools.cache
def square(number: int) -> int:
    return number * number


@traced
def count_traced() -> int:
    return Author.objects.count()


@traced
def add(one: int, other: int) -> int:
    return one + other


@switched_off
def count_never() -> int:
    return Author.objects.count()
