"""``concurrent()`` runs awaited queries at the same time, on a bounded number of kept connections."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest
from aobjects import aatomic, agather, concurrent, hops, pool, run_sync
from aobjects.concurrency import concurrent_requests
from aobjects.pool import POOL
from asgiref.sync import async_to_sync
from django.core import mail
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, TestCase, TransactionTestCase, override_settings
from django.urls import path
from django.utils.decorators import sync_only_middleware
from library.models import Tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from conftest import RunCase
    from postgres import Sessions

NAP: Final = 0.05
SECONDS_TO_MEET: Final = 60
"""After which those that wait for each other give up: they run one after the other."""


def backend() -> int:
    """Return which session of the server this thread has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def nap() -> int:
    """Run a query that takes its time; return its session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [NAP])
    return backend()


async def naps(count: int) -> tuple[set[int], float]:
    """Await that many at once; return the sessions that they had, and the seconds that it took."""
    start = time.perf_counter()
    backends = await asyncio.gather(*(hops.run(nap) for _ in range(count)))
    return set(backends), time.perf_counter() - start


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.threads
async def test_awaited_queries_run_at_the_same_time() -> None:
    together = threading.Barrier(5, timeout=SECONDS_TO_MEET)

    def meet() -> int:
        together.wait()
        return backend()

    async with concurrent(max_connections=5):
        backends = await asyncio.gather(*(hops.run(meet) for _ in range(5)))
    assert len(set(backends)) == 5


@pytest.mark.commits
@pytest.mark.postgresql
async def test_without_it_they_run_one_after_the_other_on_one_connection() -> None:
    backends, seconds = await naps(3)
    assert len(backends) == 1
    assert seconds > 2.9 * NAP


@pytest.mark.commits
@pytest.mark.postgresql
async def test_no_more_connections_than_allowed() -> None:
    async with concurrent(max_connections=2):
        backends, seconds = await naps(6)
    assert len(backends) == 2
    assert seconds > 2.9 * NAP


@pytest.mark.commits
@pytest.mark.postgresql
async def test_queries_that_follow_each_other_share_one_connection() -> None:
    async with concurrent():
        assert len({await hops.run(backend) for _ in range(10)}) == 1


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.parametrize(("seconds", "number"), [(0, 5), (1000, 1), (None, 1)])
async def test_a_connection_is_replaced_when_it_has_lived_for_long(
    seconds: float | None, number: int, sessions: Sessions
) -> None:
    others = sessions.count()
    with override_settings(AOBJECTS_MAX_LIFETIME=seconds):
        async with concurrent():
            assert len({await hops.run(backend) for _ in range(5)}) == number
            assert sessions.settle_at(others + 1) == others + 1


@pytest.mark.commits
@pytest.mark.postgresql
async def test_a_transaction_keeps_its_connection_however_long_that_has_lived() -> None:
    with override_settings(AOBJECTS_MAX_LIFETIME=0):
        async with concurrent(), aatomic():
            assert len({await hops.run(backend) for _ in range(5)}) == 1


@pytest.mark.commits
@pytest.mark.postgresql
async def test_blocks_of_several_tasks_share_the_connections() -> None:
    async def block() -> set[int]:
        async with concurrent(max_connections=3):
            return (await naps(3))[0]

    with override_settings(AOBJECTS_MAX_CONNECTIONS=3):
        backends = set[int].union(*await asyncio.gather(block(), block(), block()))
    assert len(backends) == 3


@pytest.mark.commits
@pytest.mark.postgresql
async def test_the_setting_is_the_number_of_connections() -> None:
    with override_settings(AOBJECTS_MAX_CONNECTIONS=2):
        async with concurrent():
            backends, _ = await naps(4)
    assert len(backends) == 2


@pytest.mark.commits
@pytest.mark.postgresql
async def test_connections_are_closed_when_the_last_block_ends(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SECONDS_KEPT", 3600)
    others = sessions.count()
    async with concurrent():
        async with concurrent():
            await naps(4)
        assert sessions.count() == others + 4
    assert sessions.settle_at(others) == others


@pytest.mark.commits
@pytest.mark.postgresql
async def test_a_connection_that_the_server_dropped_is_replaced() -> None:
    def break_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    async with concurrent(max_connections=1):
        before = await hops.run(backend)
        with pytest.raises(Exception, match="terminating connection"):
            await hops.run(break_off)
        assert await hops.run(backend) != before


@pytest.mark.commits
async def test_tasks_that_give_up_waiting_leave_the_others_their_turn() -> None:
    async with concurrent(max_connections=1):
        tasks = [asyncio.ensure_future(hops.run(time.sleep, 0.01)) for _ in range(20)]
        await asyncio.sleep(0.005)
        for task in tasks[1::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [result is None for result in results] == [True, False] * 10
        assert await hops.run(Tag.objects.count) == 0


@pytest.mark.commits
async def test_waiting_for_a_connection_in_vain_is_an_error_that_names_the_reason() -> None:
    async def hold(block: AbstractAsyncContextManager[None]) -> None:
        async with block:
            is_held.set()
            await may_end.wait()

    is_held, may_end = asyncio.Event(), asyncio.Event()
    async with concurrent(max_connections=1, timeout=0.1), asyncio.TaskGroup() as group:
        group.create_task(hold(aatomic()))
        await is_held.wait()
        with pytest.raises(
            TimeoutError, match=r"no connection became free in 0.1 s: 1 of the 1 .*are in use"
        ):
            await hops.run(Tag.objects.count)
        may_end.set()


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.threads
async def test_a_held_thread_is_the_same_from_call_to_call() -> None:
    import threading

    async with concurrent(), hops.hold_thread() as held:
        threads = {await held.run(threading.get_ident) for _ in range(5)}
        assert len(threads) == 1
        assert await hops.run(threading.get_ident) not in threads


@pytest.mark.commits
@pytest.mark.threads
async def test_sync_and_async_code_below_a_query_stays_on_its_connection() -> None:
    import threading

    async def below() -> tuple[int, int]:
        return await hops.run(threading.get_ident), await run_sync(threading.get_ident)

    def query() -> tuple[int, tuple[int, int]]:
        return threading.get_ident(), async_to_sync(below)()

    async with concurrent(max_connections=1):
        mine, theirs = await hops.run(query)
    assert theirs == (mine, mine)


@pytest.mark.commits
async def test_it_is_refused_inside_a_transaction() -> None:
    async with aatomic():
        with pytest.raises(RuntimeError, match=r"concurrent\(\) inside aatomic\(\).*Put aatomic\(\) inside"):
            async with concurrent():
                pass


@pytest.mark.parametrize("number", [0, -1])
async def test_it_takes_at_least_one_connection(number: int) -> None:
    with pytest.raises(ValueError, match="takes at least one"):
        async with concurrent(max_connections=number):
            pass


@pytest.mark.commits
@pytest.mark.postgresql
async def test_a_transaction_inside_holds_one_of_the_connections() -> None:
    async with concurrent(max_connections=2):
        outside = await hops.run(backend)
        async with aatomic():
            assert await run_sync(backend) == await hops.run(backend) == outside
            assert len((await naps(3))[0]) == 1
        assert len((await naps(3))[0]) == 2


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.threads
async def test_transactions_of_several_tasks_run_at_the_same_time() -> None:
    together = threading.Barrier(4, timeout=SECONDS_TO_MEET)

    async def write(label: str) -> None:
        async with aatomic():
            await Tag.objects.acreate(label=label)
            await hops.run(together.wait)

    async with concurrent(max_connections=4):
        await asyncio.gather(*(write(str(n)) for n in range(4)))
    assert await Tag.objects.acount() == 4


async def test_agather_returns_a_tuple_of_the_results() -> None:
    await Tag.objects.acreate(label="one")
    count, exists = await agather(Tag.objects.acount(), Tag.objects.filter(label="two").aexists())
    assert (count, exists) == (1, False)


async def test_agather_cancels_the_others_when_one_fails() -> None:
    async def fail() -> None:
        raise KeyError("first")

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    cancelled: list[bool] = []
    with pytest.raises(KeyError, match="first"):
        await agather(wait(), fail(), wait())
    assert cancelled == [True, True]


@pytest.mark.commits
@pytest.mark.postgresql
async def test_the_middleware_makes_requests_concurrent_and_keeps_connections(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        backends, _ = await naps(3)
        return HttpResponse(" ".join(map(str, sorted(backends))))

    others = sessions.count()
    monkeypatch.delattr(mail, "outbox", raising=False)
    middleware = concurrent_requests(view)
    first, second = await middleware(HttpRequest()), await middleware(HttpRequest())
    assert isinstance(first, HttpResponse)
    assert isinstance(second, HttpResponse)
    assert first.content == second.content
    assert len(first.content.split()) == sessions.count() - others == 3
    await POOL.close()


@pytest.mark.commits
@pytest.mark.postgresql
async def test_in_tests_the_middleware_closes_connections_after_each_request(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(await hops.run(backend)))

    others = sessions.count()
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    monkeypatch.setattr(pool, "SECONDS_KEPT", 3600)
    await concurrent_requests(view)(HttpRequest())
    assert sessions.settle_at(others) == others


async def four_sessions(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len((await naps(4))[0])))


urlpatterns = [path("", four_sessions)]


@sync_only_middleware
def sync_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    return get_response


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.parametrize("above", [[], [f"{__name__}.sync_middleware"]], ids=["first", "below sync code"])
async def test_a_view_behind_the_middleware_is_concurrent(above: list[str]) -> None:
    middleware = [*above, "aobjects.concurrency.concurrent_requests"]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware, AOBJECTS_MAX_CONNECTIONS=4):
        response = await AsyncClient().get("/")
    assert response.content == b"4"


@pytest.mark.commits
@pytest.mark.parametrize("base", [TestCase, TransactionTestCase])
def test_it_is_harmless_in_test_cases_of_django(run_case: RunCase, base: type[TestCase]) -> None:
    class Case(base):  # type: ignore[misc, valid-type]  # both bases have what this needs
        async def test_count(self) -> None:
            assert await Tag.objects.acount() == 0
            await Tag.objects.acreate(label="test")
            async with concurrent():
                counts = await agather(hops.run(Tag.objects.count), hops.run(Tag.objects.count))
                await hops.run(lambda: Tag.objects.create(label="written inside"))
                async with aatomic():
                    assert await Tag.objects.acount() == 2
            assert counts == (1, 1)

        test_again = test_count

    run_case(Case)
