"""A thousand requests, with errors and disconnects among them, leave nothing wrong behind."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import time
from contextvars import Context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic, hops
from aobjects.asgi import KeptThreads
from aobjects.pool import POOL
from asgiref.sync import ThreadSensitiveContext, async_to_sync
from django.core import mail
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.signals import request_finished
from django.db import connection, connections
from django.db.models import F
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from exchange import Exchange
from library.models import Author, Book, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exchange import Application
    from postgres import Sessions

REQUESTS: Final = 1000
CLIENTS: Final = 40
CONNECTIONS: Final = 4
BOOKS: Final = 20


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@non_atomic_requests
async def read(request: HttpRequest, number: int) -> HttpResponse:
    book = await Book.aobjects.get(title=f"Book {number % BOOKS}")
    author = await book.aauthor  # type: ignore[attr-defined]  # made at runtime
    return HttpResponse(f"{book.title} by {author.name}")


@non_atomic_requests
async def write(request: HttpRequest, number: int) -> HttpResponse:
    await Book.aobjects.filter(title=f"Book {number % BOOKS}").update(pages=F("pages") + 1)
    tag = await Tag.aobjects.create(label=f"a write {number}")
    return HttpResponse(tag.label)


@non_atomic_requests
async def fail(request: HttpRequest, number: int) -> HttpResponse:
    async with aatomic():
        await Tag.aobjects.create(label=f"rolled back {number}")
        raise ValueError(number)


@non_atomic_requests
async def fail_in_sql(request: HttpRequest, number: int) -> HttpResponse:
    await hops.run(execute, "SELECT nothing")
    return HttpResponse("not reached")


@non_atomic_requests
async def lose_the_connection(request: HttpRequest, number: int) -> HttpResponse:
    await hops.run(execute, "SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse("not reached")


@non_atomic_requests
async def dawdle(request: HttpRequest, number: int) -> HttpResponse:
    await hops.run(execute, "SELECT pg_sleep(300)")
    return HttpResponse("not reached")


@non_atomic_requests
async def dawdle_in_transaction(request: HttpRequest, number: int) -> HttpResponse:
    async with aatomic():
        await Tag.aobjects.create(label=f"cancelled {number}")
        return await dawdle(request, number)


def sync_write(request: HttpRequest, number: int) -> HttpResponse:
    Tag.objects.create(label=f"a sync write {number}")
    async_to_sync(Tag.aobjects.create)(label=f"a sync write through async code {number}")
    return HttpResponse(number)


def sync_fail(request: HttpRequest, number: int) -> HttpResponse:
    sync_write(request, number)
    raise ValueError(number)


async def not_marked(request: HttpRequest, number: int) -> HttpResponse:
    await Tag.aobjects.create(label=f"refused {number}")
    return HttpResponse("not reached")


@dataclass(frozen=True, slots=True)
class Kind:
    """A view, what it answers, and whether its client has gone by then."""

    view: Any
    status: int | None
    body: Callable[[int], str] | None = None
    writes: tuple[str, ...] = ()


KINDS: Final = {
    "read": Kind(read, 200, lambda number: f"Book {number % BOOKS} by Author {number % BOOKS}"),
    "write": Kind(write, 200, lambda number: f"a write {number}", ("a write",)),
    "fail": Kind(fail, 500),
    "fail_in_sql": Kind(fail_in_sql, 500),
    "lose_the_connection": Kind(lose_the_connection, 500),
    "dawdle": Kind(dawdle, None),
    "dawdle_in_transaction": Kind(dawdle_in_transaction, None),
    "sync_write": Kind(sync_write, 200, str, ("a sync write", "a sync write through async code")),
    "sync_fail": Kind(sync_fail, 500),
    # Django refuses an async view under ATOMIC_REQUESTS.
    "not_marked": Kind(not_marked, 500),
}

urlpatterns = [path(f"{name}/<int:number>", kind.view) for name, kind in KINDS.items()]


async def serve(application: Application, requests: list[tuple[str, int]]) -> list[Exchange]:
    """Let so many clients send these requests; return what was exchanged, in the order of the requests."""
    exchanges = [
        Exchange(f"/{name}/{number}", None if KINDS[name].status else 0.01) for name, number in requests
    ]
    ahead = iter(exchanges)

    async def client() -> None:
        for exchange in ahead:
            await exchange.run(application)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return exchanges


async def states_after_the_last_query(sessions: Sessions, seconds: float = 60) -> list[str]:
    """Return what each session does, when a query whose client has gone has ended in its thread."""
    deadline = time.monotonic() + seconds
    while True:
        states = sessions.states()
        quiet = set(states) == {"idle"} and len(states) <= CONNECTIONS
        if quiet or time.monotonic() > deadline:
            return states
        await asyncio.sleep(0.01)


@pytest.fixture(params=[False, True], ids=["threads of their own", "kept threads"])
def application(
    request: pytest.FixtureRequest, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    monkeypatch.delattr(mail, "outbox", raising=False)
    monkeypatch.setitem(connections.settings["default"], "ATOMIC_REQUESTS", True)
    with override_settings(MIDDLEWARE=["aobjects.concurrency.concurrent_requests"]):
        handler = ASGIHandler()
    if not request.param:
        yield handler
        return
    kept = KeptThreads(handler)
    yield kept
    kept.close()


@pytest.mark.commits
@pytest.mark.postgresql
@override_settings(ROOT_URLCONF=__name__, AOBJECTS_MAX_CONNECTIONS=CONNECTIONS, ALLOWED_HOSTS=["testserver"])
def test_a_thousand_requests_with_errors_and_disconnects(
    application: Application, sessions: Sessions
) -> None:
    authors = Author.objects.bulk_create(Author(name=f"Author {number}") for number in range(BOOKS))
    Book.objects.bulk_create(Book(title=f"Book {n}", author=author) for n, author in enumerate(authors))
    connections.close_all()
    chance = random.Random(8)
    requests = [(chance.choice(sorted(KINDS)), number) for number in range(REQUESTS)]
    finished: list[object] = []

    def finish(**kwargs: Any) -> None:
        finished.append(kwargs)

    async def main() -> list[Exchange]:
        try:
            exchanges = await serve(application, requests)
            # Kept open, and nothing else: Django's own are closed with their requests.
            states = await states_after_the_last_query(sessions)
            assert 0 < len(states) <= CONNECTIONS
            assert set(states) == {"idle"}
            return exchanges
        finally:
            await POOL.close()

    request_finished.connect(finish)
    try:
        exchanges = asyncio.run(main())
    finally:
        request_finished.disconnect(finish)

    assert len(finished) == REQUESTS
    expected_labels = set()
    for (name, number), exchange in zip(requests, exchanges, strict=True):
        kind = KINDS[name]
        assert exchange.status == kind.status, exchange
        if kind.body is not None:
            assert exchange.body.decode() == kind.body(number)
        expected_labels |= {f"{label} {number}" for label in kind.writes}
    assert set(Tag.objects.values_list("label", flat=True)) == expected_labels
    writes = sum(name == "write" for name, _ in requests)
    assert sum(Book.objects.values_list("pages", flat=True)) == writes


OF_A_KIND = 8
"""How many requests of each kind a wave has."""
OF_A_REQUEST = (ASGIRequest, Context, ThreadSensitiveContext)
"""What each has, and nothing else has in such numbers."""


@pytest.mark.commits
@pytest.mark.postgresql
@override_settings(ROOT_URLCONF=__name__, AOBJECTS_MAX_CONNECTIONS=CONNECTIONS, ALLOWED_HOSTS=["testserver"])
def test_requests_leave_nothing_in_memory(application: Application) -> None:
    """However they end: what is alive after some hundred is what was alive after the first."""

    async def main() -> list[int]:
        try:
            return [await alive_after_a_wave(wave) for wave in range(6)]
        finally:
            await POOL.close()

    async def alive_after_a_wave(wave: int) -> int:
        # Those of KINDS, in their order, as often in each wave.
        names = sorted(KINDS) * OF_A_KIND
        await serve(application, [(name, number + 1000 * wave) for number, name in enumerate(names)])
        # What ends with the last request ends in turns of the loop, and in threads.
        for _ in range(20):
            await asyncio.sleep(0.01)
        gc.collect()
        # A connection that is replaced, and what is imported or cached for the first time, count for nothing.
        return sum(type(thing) in OF_A_REQUEST for thing in gc.get_objects())

    author = Author.objects.create(name="Author")
    Book.objects.bulk_create(Book(title=f"Book {n}", author=author) for n in range(BOOKS))
    connections.close_all()
    # pytest keeps what is logged, with the frames of each error.
    logging.disable()
    try:
        alive = asyncio.run(main())
    finally:
        logging.disable(logging.NOTSET)
    # So many there were of a single kind since; what workers have, which come and go, is less.
    assert alive[-1] - alive[2] < 3 * OF_A_KIND, alive
