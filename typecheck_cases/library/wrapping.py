"""Functions behind decorators: some keep the function, one replaces it."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
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


def again(times: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
            for _ in range(times - 1):
                function(*args, **kwargs)
            return function(*args, **kwargs)

        return repeated

    return decorate


def registered(function: Callable[P, R]) -> Callable[P, R]:
    return function


def counting(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def counted(*args: P.args, **kwargs: P.kwargs) -> R:
        Book.objects.count()
        return function(*args, **kwargs)

    return counted


def in_a_thread(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def in_thread(*args: P.args, **kwargs: P.kwargs) -> R:
        with ThreadPoolExecutor() as pool:
            return pool.submit(function, *args, **kwargs).result()

    return in_thread


def forgiving(function: Callable[P, R]) -> Callable[P, R | None]:
    @functools.wraps(function)
    def forgiven(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return function(*args, **kwargs)
        except Exception:
            return None

    return forgiven


@again(2)
def count_again() -> int:
    return Author.objects.count()


@again(times=2)
def author_again(book: Book) -> str:
    return book.author.name


@registered
def count_registered() -> int:
    return Author.objects.count()


@counting
def harmless() -> int:
    return 1


@in_a_thread
def count_in_a_thread() -> int:
    return Author.objects.count()


@forgiving
def count_forgiven() -> int:
    return Author.objects.count()
