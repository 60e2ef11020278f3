"""``KeptThreads`` lends requests the threads and connections of earlier ones, as many as the setting says."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic
from aobjects.asgi import KeptThreads
from aobjects.concurrency import get_stats
from aobjects.pool import POOL
from asgiref.sync import async_to_sync, sync_to_async
from django.core import mail
from django.core.handlers.asgi import ASGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from django.utils.decorators import sync_only_middleware
from lending import assert_nothing_is_lent
from library.models import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from postgres import Sessions

_outliving: Final = list[tuple[asyncio.Event, asyncio.Task[str]]]()


def whereabouts() -> str:
    """Return which thread this is and, on PostgreSQL, which session of the server it has."""
    session = ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            session = str(cursor.fetchone())
    return f"{threading.get_ident()} {session}"


async def tell(request: HttpRequest) -> HttpResponse:
    return HttpResponse(await sync_to_async(whereabouts)())


async def tell_later(request: HttpRequest) -> HttpResponse:
    """Let other requests begin before this one ends."""
    await asyncio.sleep(0.05)
    return await tell(request)


async def leave_transaction(request: HttpRequest) -> HttpResponse:
    await sync_to_async(transaction.atomic().__enter__)()
    await asyncio.sleep(0.02)
    tag = await Tag.objects.acreate(label="lost")
    assert await sync_to_async(lambda: connection.in_atomic_block)()
    assert await Tag.objects.filter(pk=tag.pk).aexists()
    return await tell(request)


async def outlive(request: HttpRequest) -> HttpResponse:
    async def tell_at_last() -> str:
        await is_answered.wait()
        return await sync_to_async(whereabouts)()

    is_answered = asyncio.Event()
    _outliving.append((is_answered, asyncio.create_task(tell_at_last())))
    return await tell(request)


async def use_many(request: HttpRequest) -> HttpResponse:
    async with aatomic():
        await Tag.aobjects.create(label=str(id(request)))
    await asyncio.gather(*(Tag.aobjects.count() for _ in range(5)))
    return await tell(request)


urlpatterns = [path(view.__name__, view) for view in (tell, tell_later, leave_transaction, outlive, use_many)]


async def visit(application: Any, url: str) -> tuple[int, str]:
    """Send a GET request as a server does; return the status and the body of the answer."""
    begun: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]
    answer: list[dict[str, Any]] = []

    async def receive() -> Any:
        return begun.pop() if begun else await asyncio.Event().wait()

    async def send(message: dict[str, Any]) -> None:
        answer.append(message)

    scope = {"type": "http", "method": "GET", "path": f"/{url}", "headers": [(b"host", b"testserver")]}
    await application(scope, receive, send)
    return answer[0]["status"], b"".join(message.get("body", b"") for message in answer).decode()


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeptThreads]:
    monkeypatch.delattr(mail, "outbox")
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        application = KeptThreads(ASGIHandler())
        yield application
    application.close()


def run(*works: Coroutine[Any, Any, tuple[int, str]]) -> list[str]:
    """Await all at once in a new event loop; return the bodies."""

    async def gather() -> list[tuple[int, str]]:
        return await asyncio.gather(*works)

    answers = asyncio.run(gather())
    assert {status for status, _ in answers} == {200}
    return [body for _, body in answers]


@pytest.mark.commits
@pytest.mark.threads
def test_a_request_has_the_thread_and_the_connection_of_the_one_before(application: KeptThreads) -> None:
    (first,) = run(visit(application, "tell"))
    (second,) = run(visit(application, "tell"))
    assert first == second


@pytest.mark.commits
def test_requests_at_the_same_time_have_threads_for_their_work_only(application: KeptThreads) -> None:
    with override_settings(AOBJECTS_MAX_CONNECTIONS=2):
        assert len(set(run(*(visit(application, "tell_later") for _ in range(20))))) <= 2
    assert_nothing_is_lent()


@pytest.mark.commits
@pytest.mark.postgresql
def test_no_more_connections_are_kept_than_the_setting_says(
    application: KeptThreads, sessions: Sessions
) -> None:
    others = sessions.count()
    with override_settings(AOBJECTS_MAX_CONNECTIONS=2):
        run(*(visit(application, "tell_later") for _ in range(20)))
        assert sessions.count() <= others + 2


@pytest.mark.commits
def test_a_transaction_left_open_stays_with_its_request_and_is_lost_with_it(application: KeptThreads) -> None:
    urls = ["tell_later", "leave_transaction", "tell_later"]
    with override_settings(AOBJECTS_MAX_CONNECTIONS=2):
        run(*(visit(application, url) for url in urls))
        run(*(visit(application, "tell") for _ in range(2)))
    assert_nothing_is_lent()
    assert not Tag.objects.exists()


@sync_only_middleware
def sync_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    return get_response


@pytest.mark.commits
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_sync_middleware_that_occupies_all_threads_does_not_make_its_views_wait_for_one(
    above: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(mail, "outbox")
    middleware = [f"{__name__}.sync_middleware", "aobjects.concurrency.concurrent_requests"]
    with override_settings(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["testserver"],
        AOBJECTS_MAX_CONNECTIONS=2,
        MIDDLEWARE=middleware if above else middleware[::-1],
    ):
        application = KeptThreads(ASGIHandler())
        try:
            run(*(visit(application, "use_many") for _ in range(6)))
        finally:
            application.close()
            # That of the middleware.
            POOL.leave()
            POOL.end()
    assert_nothing_is_lent()


@pytest.mark.commits
def test_a_task_that_outlives_its_request_runs_queries(application: KeptThreads) -> None:
    async def both() -> tuple[str, str]:
        _, body = await visit(application, "outlive")
        is_answered, task = _outliving.pop()
        is_answered.set()
        return body, await task

    during, after = asyncio.run(both())
    assert during == after
    assert_nothing_is_lent()


@pytest.mark.commits
def test_work_that_finds_no_thread_in_time_says_so(
    application: KeptThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hold(scope: Any, receive: Any, send: Any) -> None:
        await sync_to_async(may_end.wait)(20)

    async def both() -> None:
        monkeypatch.setattr(application, "_application", hold)
        holding = asyncio.ensure_future(application({"type": "http"}, None, None))
        await asyncio.sleep(0.01)
        try:
            with pytest.raises(TimeoutError, match=r"no connection became free.*1 of the 1 that may be lent"):
                await application({"type": "http"}, None, None)
        finally:
            may_end.set()
            await holding

    may_end = threading.Event()
    monkeypatch.setattr("aobjects.pieces.SECONDS_TO_WAIT", 0.05)
    with override_settings(AOBJECTS_MAX_CONNECTIONS=1):
        asyncio.run(both())
    assert get_stats()["waiting"] == 0


async def tell_threads(scope: Any, receive: Any, send: Any) -> None:
    """Send the thread of sync code, as the simplest application."""
    send(await sync_to_async(threading.get_ident)())


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_not_http_is_passed_on(kind: str) -> None:
    async def both() -> None:
        await KeptThreads(tell_threads)({"type": kind}, None, threads.append)
        await tell_threads({"type": kind}, None, threads.append)

    threads: list[int] = []
    asyncio.run(both())
    assert threads[0] == threads[1]


def test_a_request_that_sync_code_sends_stays_in_its_thread() -> None:
    threads: list[int] = []
    async_to_sync(KeptThreads(tell_threads))({"type": "http"}, None, threads.append)
    assert threads == [threading.get_ident()]
