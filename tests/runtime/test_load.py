"""A thousand requests at once share one limit, whoever runs their queries, and leave nothing behind."""

from __future__ import annotations

import asyncio
import gc
import random
import resource
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic, hops
from aobjects.asgi import KeptThreads
from aobjects.concurrency import get_stats
from aobjects.pool import POOL
from django.core import mail
from django.core.handlers.asgi import ASGIHandler
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from exchange import Exchange
from library.models import Author, Book, Tag

if TYPE_CHECKING:
    from postgres import Sessions

REQUESTS: Final = 1000
CONNECTIONS: Final = 20
MIDDLEWARE: Final = [
    "aobjects.concurrency.concurrent_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


async def read(request: HttpRequest, number: int) -> HttpResponse:
    """Run a query of Django's, and one of ours."""
    book = await Book.objects.select_related("author").aget(pk=number)
    same = await Book.aobjects.get(pk=number)
    return HttpResponse(f"{book.author.name}, {same.title}")


async def write(request: HttpRequest, number: int) -> HttpResponse:
    async with aatomic():
        tag = await Tag.aobjects.create(label=request.GET["label"])
        await Book.objects.aget(pk=number)
    return HttpResponse(tag.label)


async def fail(request: HttpRequest, number: int) -> HttpResponse:
    await read(request, number)
    raise ValueError(number)


def sleep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(300)")


async def dawdle(request: HttpRequest, number: int) -> HttpResponse:
    """Run a query that takes longer than its client stays."""
    await Book.objects.aget(pk=number)
    await hops.run(sleep)
    return HttpResponse("not reached")


def sync_read(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(Book.objects.get(pk=number).title)


STATUS: Final[dict[Any, int | None]] = {read: 200, write: 200, fail: 500, dawdle: None, sync_read: 200}
VIEWS: Final = [*[read] * 12, *[write] * 4, fail, dawdle, sync_read, sync_read]
urlpatterns = [path(f"{view.__name__}/<int:number>", view) for view in STATUS]


@dataclass
class Most:
    """The most that there was at a time."""

    connections: int = 0
    threads: int = 0
    waiting: int = 0

    async def watch(self, sessions: Sessions, others: int) -> None:
        while True:
            # The backend of a connection that was replaced ends after its client.  The loop stands still
            # meanwhile: it closes none that there should not be.
            found = sessions.settle_below(others + CONNECTIONS + 1)
            self.connections = max(self.connections, found - others)
            names = [thread.name for thread in threading.enumerate()]
            self.threads = max(self.threads, names.count("aobjects"))
            self.waiting = max(self.waiting, get_stats()["waiting"])
            await asyncio.sleep(0.02)


def resident() -> int:
    """Return how much memory this process has, in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


async def exchange_all(application: Any, count: int, keys: list[int]) -> set[str]:
    """Send so many requests at once; fail on a wrong answer, and return the labels that they wrote."""
    chance = random.Random(count)
    views = [chance.choice(VIEWS) for _ in range(count)]
    exchanges = [
        Exchange(
            f"/{view.__name__}/{chance.choice(keys)}",
            None if STATUS[view] else chance.random(),
            f"label={count}+{number}",
        )
        for number, view in enumerate(views)
    ]
    await asyncio.gather(*(exchange.run(application) for exchange in exchanges))
    results = zip(views, exchanges, strict=True)
    assert not [exchange for view, exchange in results if exchange.status != STATUS[view]]
    return {f"{count} {number}" for number, view in enumerate(views) if view is write}


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_thousand_requests_at_once_share_the_connections(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = Author.objects.create(name="Le Guin")
    keys = [Book.objects.create(title=f"Book {number}", author=author).pk for number in range(20)]
    connections.close_all()
    monkeypatch.delattr(mail, "outbox")
    most, memory, labels = Most(), list[int](), set[str]()

    async def main() -> None:
        watch = asyncio.ensure_future(most.watch(sessions, sessions.count()))
        for count in (REQUESTS, REQUESTS // 4):
            labels.update(await exchange_all(application, count, keys))
            memory.append(resident())
        watch.cancel()

    with override_settings(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["testserver"],
        AOBJECTS_MAX_CONNECTIONS=CONNECTIONS,
        MIDDLEWARE=MIDDLEWARE,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    ):
        application = KeptThreads(ASGIHandler())
        try:
            asyncio.run(main())
        finally:
            application.close()
            # That of the middleware.
            POOL.leave()
            POOL.end()
    assert 1 < most.connections <= CONNECTIONS
    assert most.threads <= CONNECTIONS
    assert most.waiting > CONNECTIONS
    stats = get_stats()
    assert (stats["lent"], stats["idle"], stats["waiting"]) == (0, 0, 0)
    assert set(Tag.objects.values_list("label", flat=True)) == labels
    # The thousand filled caches.
    assert memory[1] - memory[0] < 5_000_000
