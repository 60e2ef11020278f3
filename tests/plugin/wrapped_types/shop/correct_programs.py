"""Correct programs, each with a wrapper of its own kind: nothing is reported."""

import asyncio
import functools
import operator
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

from aobjects import run_sync
from asgiref.sync import (
    AsyncToSync,
    SyncToAsync,
    ThreadSensitiveContext,
    async_to_sync,
    iscoroutinefunction,
    sync_to_async,
)
from django.contrib.auth import authenticate, login
from django.core.cache import cache
from django.core.mail import send_mail
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from shop.models import Author, Book

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def in_thread(function: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    @functools.wraps(function)
    async def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return await sync_to_async(function)(*args, **kwargs)

    return inner


def in_thread2(function: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    return sync_to_async(function, thread_sensitive=True)


async def in_thread3(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return await run_sync(function, *args, **kwargs)


def timed(function: Callable[P, R]) -> Callable[P, R]:
    return function


@in_thread
def count_books() -> int:
    return Book.objects.count()


@timed
@sync_to_async
def timed_count() -> int:
    return Book.objects.count()


@sync_to_async
@timed
def count_timed() -> int:
    return Book.objects.count()


@sync_to_async
@transaction.atomic
def transfer(amount: int) -> None:
    Book.objects.update(pages=F("pages") + amount)


class Repository(Generic[T]):
    model: type[T]

    def __init__(self, model: type[T]) -> None:
        self.model = model
        self.find = sync_to_async(self._find)

    def _find(self, pk: int) -> T:
        return cast("T", None)

    @sync_to_async
    def save(self, item: T) -> T:
        return item

    @sync_to_async(thread_sensitive=False)
    def slow(self) -> list[T]:
        return []

    async def both(self, item: T) -> T:
        await self.save(item)
        return await self.find(1)


class Handler(Protocol):
    async def __call__(self, request: HttpRequest) -> HttpResponse: ...


def middleware(get_response: Any) -> Any:
    if iscoroutinefunction(get_response):

        async def middle(request: HttpRequest) -> HttpResponse:
            response = await get_response(request)
            return cast("HttpResponse", response)

        return middle

    def sync_middle(request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", get_response(request))

    return sync_middle


class Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.async_response = sync_to_async(get_response, thread_sensitive=True)

    async def __acall__(self, request: HttpRequest) -> HttpResponse:
        return await self.async_response(request)


def maybe(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    return function if iscoroutinefunction(function) else sync_to_async(function)


@contextmanager
def locked() -> Iterator[threading.Lock]:
    yield threading.Lock()


def make_generator() -> Iterable[int]:
    return [1]


async def fetch(pk: int) -> Book:
    return await Book.objects.aget(pk=pk)


def sync_fetch(pk: int) -> Book:
    return async_to_sync(fetch)(pk)


fetch_sync = async_to_sync(fetch)
read_file = sync_to_async(Path.read_text)
SENDER = sync_to_async(send_mail)
dumps = sync_to_async(render_to_string, thread_sensitive=True)


class Command:
    def handle(self, *args: Any, **options: Any) -> None:
        async_to_sync(self.run)(**options)
        AsyncToSync(self.run)()
        fetch_sync(1)

    async def run(self, **options: Any) -> None:
        await fetch(1)


class View:
    http = sync_to_async(call_command)

    async def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        book = await sync_to_async(get_object_or_404)(Book, pk=pk)
        same = await sync_to_async(get_object_or_404)(Book.objects.select_related("author"), pk=pk)
        print(same.author.name)
        user = await sync_to_async(authenticate)(request, username="a", password="b")
        if user is not None:
            await sync_to_async(login)(request, user)
        html = await dumps("a.html", {"book": book})
        return await sync_to_async(render)(request, "a.html", {"html": html})


async def forms(numbers: list[int], path: Path, unknown: Any, kind: type[Book]) -> None:
    print((await sync_to_async(path.read_text)()).upper())
    print((await sync_to_async(Path.read_text)(path)).upper(), (await read_file(path)).upper())
    print(await sync_to_async(operator.itemgetter(0))(numbers))
    print(await sync_to_async(functools.partial(sorted, numbers))())
    print(await sync_to_async(functools.partial(pow, 2))(3))
    print((await sync_to_async(kind)(title="x")).title)
    print((await run_sync(kind, title="x")).title)
    print((await sync_to_async(deque)(numbers)).popleft() + 1)
    print((await sync_to_async(Counter)("abc")).most_common())
    print((await sync_to_async(defaultdict)(int, {"a": 1}))["a"] + 1)
    print(await sync_to_async(cache.get)("k"))
    await sync_to_async(cache.set)("k", 1)
    print(await sync_to_async(" ".join)(["a"]))
    print(await sync_to_async(map)(str, numbers))
    print(await sync_to_async(zip)(numbers, numbers))
    await sync_to_async(print)("a", end="")
    print(await sync_to_async(isinstance)(1, int))
    print((await sync_to_async(unknown.thing)(1, 2, x=3)).anything)
    print((await sync_to_async(cast("Callable[[], int]", unknown))()) + 1)
    with ThreadPoolExecutor() as pool:
        print((await sync_to_async(sum, thread_sensitive=False, executor=pool)(numbers)) + 1)
    async with ThreadSensitiveContext():
        print((await sync_to_async(max)(numbers, key=lambda n: -n)) + 1)
    results = await asyncio.gather(sync_to_async(sum)(numbers), count_books(), run_sync(len, numbers))
    print(results[0] + results[1] + results[2])
    task = asyncio.create_task(sync_to_async(sum)(numbers))
    print((await task) + 1)
    first, second = await sync_to_async(divmod)(7, 2)
    print(first + second)
    await SENDER("a", "b", "c", ["d"])


async def querysets(author: Author) -> None:
    print([b.title for b in await sync_to_async(list)(Book.objects.all())])
    print([b.title for b in await sync_to_async(lambda: list(Book.objects.all()))()])
    print([b async for b in Book.objects.filter(pk=1)])
    print(await sync_to_async(Book.objects.filter(pk=1).first)())
    print((await sync_to_async(Book.objects.count)()) + 1)
    print(await sync_to_async(Book.objects.filter(pk=1).delete)())
    print(await sync_to_async(Book.objects.filter(pk=1).update)(title="x"))
    print(await sync_to_async(author.books.exists)())
    print(await sync_to_async(Book.objects.aggregate)(n=Count("pk")))
    print(await sync_to_async(Book.objects.bulk_create)([Book(title="x")]))
    print(await sync_to_async(Book.objects.in_bulk)([1]))
    print((await sync_to_async(Book.objects.values_list("pk", flat=True).get)(pk=1)) + 1)
    print((await sync_to_async(dict)(Book.objects.values_list("pk", "title")))[1].upper())
    page = await sync_to_async(Paginator(Book.objects.order_by("pk"), 10).page)(1)
    print(await sync_to_async(list)(page))
    print(await sync_to_async(lambda: page.paginator.num_pages)())
    print(await sync_to_async(Book.objects.get_or_create)(title="x", defaults={"pages": 1}))
    print(await sync_to_async(Book.objects.update_or_create)(title="x", defaults={"pages": 1}))
    print(await sync_to_async(getattr)(author, "book_set", None))
    print((await sync_to_async(getattr)(author, "name")).upper())
    print(await run_sync(hasattr, author, "profile"))
    await transfer(1)
    await transfer(amount=1)
    print(await timed_count() + await count_timed())
    repository = Repository(Book)
    print((await repository.save(Book())).title, (await repository.find(1)).title)
    print([b.title for b in await repository.slow()])
    lock = await run_sync(locked)
    print(lock)
    for n in await run_sync(make_generator):
        print(n)
    print(await in_thread3(sum, [1]), await in_thread3(fetch_sync, 1))
    print(SyncToAsync(len))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, fetch_sync, 1))
    print(await asyncio.to_thread(fetch_sync, 1))

    @sync_to_async
    def cursor() -> int:
        with connection.cursor() as c:
            c.execute("select 1")
            return 1

    print(await cursor())


def gen_user() -> Generator[int, None, None]:
    yield 1


async def stream() -> None:
    print(await sync_to_async(list)(gen_user()))
    print(await sync_to_async(next)(gen_user()))
    print(await sync_to_async(next)(gen_user(), None))


async def dispatch(handlers: dict[str, Any], request: Any) -> object:
    """As adrf does it: the handler is of no known type, or not there."""
    handler = handlers.get(request.method)
    return await sync_to_async(handler)(request)


class EitherColour:
    """As channels does it: one attribute for a consumer of either kind, which knows how it was made."""

    def __init__(self, send: Callable[[str], Coroutine[Any, Any, None]], *, is_sync: bool) -> None:
        if is_sync:
            self.send: Callable[[str], Any] = async_to_sync(send)
        else:
            self.send = send

    async def reply(self, text: str) -> None:
        await self.send(text)


async def either_colour(send: Callable[[str], Coroutine[Any, Any, None]], is_sync: bool) -> None:
    reply: Callable[[str], Any] = async_to_sync(send) if is_sync else send
    if not is_sync:
        await reply("text")
