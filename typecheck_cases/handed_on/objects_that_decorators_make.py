"""A decorator makes an object of a function: calls of it, and of its methods, run the function."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, no-any-return"

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003
from typing import Any

from asgiref.sync import sync_to_async
from library.models import Book


class Task:
    def __init__(self, function: Callable[..., Any], queue: str = "default") -> None:
        self.function = function
        self.queue = queue

    def __call__(self, *args: Any) -> Any:
        return self.function(*args)

    def send(self, *args: Any) -> None:
        self.function(*args)

    def send_key(self, row: Any) -> int:
        return int(row.pk)

    async def delay(self, *args: Any) -> Any:
        return await sync_to_async(self.function)(*args)


def task(queue: str = "default"):
    def decorate(function):
        return Task(function, queue)

    return decorate


@task(queue="mail")
def mail(book):
    return book.author.name


@Task
def index(book):
    return book.author.name


@Task
def count(book):
    return book.pages


async def bare() -> Book:
    return await Book.objects.aget(pk=1)


async def full() -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


async def called() -> str:
    return mail(await bare())  # E: async-unsafe-call


async def sent() -> None:
    mail.send(await bare())  # E: async-unsafe-call "send" runs a query


async def sent_in_full() -> None:
    mail.send(await full())


async def sent_by_its_key() -> int:
    return mail.send_key(await bare())


async def delayed_in_a_thread() -> str:
    return await mail.delay(await bare())


async def sent_of_a_class() -> None:
    index.send(await bare())  # E: async-unsafe-call "send" runs a query


async def sent_of_a_class_in_full() -> None:
    index.send(await full())


async def sent_to_one_that_reads_no_relation() -> None:
    count.send(await bare())
