"""On the native engine, requests have the event loop for their queries, and threads for code of their own."""

from __future__ import annotations

import asyncio
import json
import threading
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic
from aobjects.asgi import KeptThreads
from aobjects.concurrency import get_stats
from aobjects.pool import POOL
from django.core import mail
from django.core.handlers.asgi import ASGIHandler
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import override_settings
from django.urls import path
from exchange import Exchange
from library.models import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exchange import Application

pytestmark = [pytest.mark.native, pytest.mark.commits]

MIDDLEWARE: Final = ["aobjects.concurrency.concurrent_requests"]

saved_in: Final = list[int]()
numbers: Final = count()


def note(**kwargs: Any) -> None:
    saved_in.append(threading.get_ident())


async def write(request: HttpRequest) -> HttpResponse:
    """Save a row of ours, one of Django's, and one of both; say where each was saved."""
    number = next(numbers)
    saved_in.clear()
    await Tag.aobjects.create(label=f"ours {number}")
    await Tag.objects.acreate(label=f"Django's {number}")
    async with aatomic():
        await Tag.objects.acreate(label=f"in a transaction {number}")
    return JsonResponse([ident == threading.get_ident() for ident in saved_in], safe=False)


def sync_write(request: HttpRequest) -> HttpResponse:
    saved_in.clear()
    Tag.objects.create(label="sync")
    return JsonResponse(saved_in, safe=False)


urlpatterns = [path(view.__name__, view) for view in (write, sync_write)]


@pytest.fixture(params=["plain", "middleware", "kept threads"])
def application(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.delattr(mail, "outbox")
    post_save.connect(note, sender=Tag)
    users = POOL._users
    with override_settings(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["testserver"],
        MIDDLEWARE=MIDDLEWARE if request.param == "middleware" else [],
    ):
        handler = ASGIHandler()
        kept = KeptThreads(handler) if request.param == "kept threads" else None
        yield kept or handler
    if kept is not None:
        kept.close()
    while POOL._users > users:
        # That of the middleware.
        POOL.leave()
    POOL.end()
    post_save.disconnect(note, sender=Tag)


async def answers(application: Application, *urls: str) -> list[Any]:
    exchanges = [Exchange(url, None) for url in urls]
    await asyncio.gather(*(exchange.run(application) for exchange in exchanges))
    assert [exchange.status for exchange in exchanges] == [200] * len(urls)
    return [json.loads(exchange.body) for exchange in exchanges]


async def test_queries_of_an_async_view_run_on_the_loop(
    application: Application, request: pytest.FixtureRequest
) -> None:
    (found,) = await answers(application, "/write")
    # Without anything of ours around it, Django's own methods have Django's thread.
    djangos = "plain" not in request.node.name
    assert found == [True, djangos, True]
    assert get_stats()["lent"] == 0


async def test_a_hundred_requests_write_all_their_rows(application: Application) -> None:
    await answers(application, *["/write"] * 100)
    assert await Tag.aobjects.count() == 300
    assert get_stats()["lent"] == 0


async def test_a_sync_view_has_a_thread(application: Application) -> None:
    ((found,),) = await answers(application, "/sync_write")
    assert found != threading.get_ident()
    assert await Tag.aobjects.filter(label="sync").exists()
