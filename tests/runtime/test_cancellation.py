"""An await that is cancelled stops its query in the database, and no other one."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic, aio, cancellation, concurrent, hops, run_sync
from asgiref.sync import async_to_sync, sync_to_async
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test import TestCase
from library.models import Tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from conftest import RunCase
    from postgres import Sessions

    Around = Callable[[], AbstractAsyncContextManager[None]]

# Minutes, where nothing stops it.
ENDLESS: Final = {
    "postgresql": "SELECT pg_sleep(300)",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000000) "
    "SELECT count(*) FROM n",
}

pytestmark = pytest.mark.commits


def endless() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS[connection.vendor])


async def active(sessions: Sessions, seconds: float = 20) -> int:
    """Return how many queries run, as soon as none does, or after some seconds."""
    deadline = time.monotonic() + seconds
    while (found := sessions.states().count("active")) and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    return found


async def time_out(query: Callable[..., Any] = endless, *arguments: Any) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await hops.run(query, *arguments)


@pytest.mark.postgresql
@pytest.mark.parametrize("around", [None, concurrent], ids=["Django's thread", "concurrent"])
async def test_eight_timeouts_leave_no_query_in_the_server(around: Around | None, sessions: Sessions) -> None:
    async def time_out_together() -> None:
        await asyncio.gather(*(time_out() for _ in range(8)))
        assert await active(sessions) == 0
        assert await Tag.aobjects.count() == 0

    if around is None:
        return await time_out_together()
    async with around():
        await time_out_together()


@pytest.mark.parametrize("around", [None, concurrent], ids=["Django's thread", "concurrent"])
async def test_the_next_query_need_not_wait(around: Around | None) -> None:
    if around is None:
        await time_out()
    else:
        async with around():
            await time_out()
    async with asyncio.timeout(30):
        assert await Tag.aobjects.count() == 0


@pytest.mark.parametrize("own", [False, True], ids=["aobjects", "Django"])
async def test_a_transaction_that_is_cancelled_is_rolled_back_at_once(own: bool) -> None:
    async def write() -> None:
        async with aatomic():
            await Tag.aobjects.create(label="rolled back")
            await (run_sync(endless) if own else hops.run(endless))

    async with asyncio.timeout(60):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await write()
    assert await Tag.aobjects.count() == 0


async def test_a_transaction_that_goes_on_after_it_is_rolled_back_and_says_so() -> None:
    advice = r"(?s)rolled back.*asyncio.timeout\(1\), aatomic"
    with pytest.raises(transaction.TransactionManagementError, match=advice):
        async with aatomic():
            await Tag.aobjects.create(label="lost")
            await time_out()
            with pytest.raises(transaction.TransactionManagementError):
                await Tag.aobjects.create(label="refused")
    assert await Tag.aobjects.count() == 0


async def test_what_waits_below_sync_code_in_a_transaction_is_stopped_too() -> None:
    async def ask() -> None:
        await hops.run(endless)

    async with asyncio.timeout(60):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2), aatomic():
                await Tag.aobjects.create(label="rolled back")
                # A sync middleware around an async view.
                await sync_to_async(async_to_sync(ask))()
        assert await Tag.aobjects.count() == 0


async def test_a_savepoint_around_it_saves_the_transaction() -> None:
    async with aatomic():
        await Tag.aobjects.create(label="kept")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2), aatomic():
                await Tag.aobjects.create(label="lost")
                await hops.run(endless)
        await Tag.aobjects.create(label="kept too")
    assert await Tag.aobjects.order_by("label").values_list("label", flat=True) == ["kept", "kept too"]


def test_the_transaction_of_a_test_case_is_left_alone(run_case: RunCase) -> None:
    def linger() -> None:
        time.sleep(0.2)
        Tag.objects.create(label="written in the thread of the test")

    class Case(TestCase):
        async def test_it_goes_on(self) -> None:
            await time_out(linger)
            assert await Tag.objects.acount() == 1

    run_case(Case)


@pytest.mark.threads
async def test_a_request_to_stop_that_comes_late_holds_back_the_next_query(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def query() -> None:
        assert is_stopping.wait(20)

    def stop(driver: object) -> None:
        is_stopping.set()
        assert may_stop.wait(20)
        events.append("stopped")

    def release() -> None:
        # Nothing may begin now: a wrong order shows when the machine gives it this time.
        time.sleep(0.1)
        may_stop.set()

    events: list[str] = []
    is_stopping, may_stop = threading.Event(), threading.Event()
    monkeypatch.setattr(cancellation, "stop_query", stop)
    async with concurrent(max_connections=1):
        await hops.run(Tag.objects.count)
        await time_out(query)
        helper = threading.Thread(target=release)
        helper.start()
        await hops.run(events.append, "next")
        helper.join()
    assert events == ["stopped", "next"]


async def test_a_task_whose_await_was_cancelled_is_still_inside_the_block() -> None:
    async with concurrent(max_connections=1):
        before = await hops.run(threading.get_ident)
        await time_out()
        assert await hops.run(threading.get_ident) == before


@pytest.mark.threads
async def test_one_that_comes_between_two_queries_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    def two_queries() -> None:
        Tag.objects.count()
        assert is_stopping.wait(20)
        endless()

    def stop(driver: Any) -> None:
        stop_query(driver)
        is_stopping.set()

    is_stopping, stop_query = threading.Event(), cancellation.stop_query
    monkeypatch.setattr(cancellation, "stop_query", stop)
    async with concurrent(max_connections=1):
        await time_out(two_queries)
        async with asyncio.timeout(30):
            assert await hops.run(Tag.objects.count) == 0


@pytest.mark.threads
async def test_a_call_that_is_about_to_begin_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def check_slowly() -> None:
        is_checking.set()
        assert may_go_on.wait(20)

    is_checking, may_go_on, ran = threading.Event(), threading.Event(), list[int]()
    async with concurrent(max_connections=1):
        monkeypatch.setattr("aobjects.connections.close_unusable", check_slowly)
        await time_out(ran.append, 1)
        assert is_checking.is_set()
        may_go_on.set()
        await hops.run(ran.append, 2)
    assert ran == [2]


@pytest.mark.threads
async def test_a_connection_that_is_being_set_up_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def reconnect() -> None:
        connection.close()
        connection.ensure_connection()

    def set_up_slowly(self: Any) -> None:
        set_up(self)
        is_set_up_slowly.set()
        time.sleep(0.3)

    stopped: list[Any] = []
    backend = type(connections[DEFAULT_DB_ALIAS])
    is_set_up_slowly, set_up = threading.Event(), backend.init_connection_state
    async with concurrent(max_connections=1):
        await hops.run(Tag.objects.count)
        monkeypatch.setattr(backend, "init_connection_state", set_up_slowly)
        monkeypatch.setattr(cancellation, "stop_query", stopped.append)
        await time_out(reconnect)
        await hops.run(int)
    assert is_set_up_slowly.is_set()
    assert not stopped


async def test_no_other_query_is_ever_stopped() -> None:
    def short() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                "SELECT max(i) FROM n"
            )
            return int(cursor.fetchone()[0])

    async def cancel_at_random() -> None:
        task = asyncio.ensure_future(hops.run(short))
        await asyncio.sleep(chance.random() / 200)
        task.cancel()
        await asyncio.wait([task])
        assert await hops.run(short) == 3000

    chance = random.Random(3)
    async with concurrent(max_connections=2):
        await asyncio.gather(*(cancel_at_random() for _ in range(200)))


@pytest.mark.parametrize("around", [nullcontext, concurrent])
@pytest.mark.parametrize("own", [True, False], ids=["aobjects", "Django"])
async def test_a_stream_that_is_open_on_the_same_connection_goes_on(around: Around, own: bool) -> None:
    await Tag.objects.abulk_create(Tag(label=f"{number}") for number in range(500))
    tags = Tag.objects.order_by("pk")
    read = list[str]()
    async with around():
        async for tag in aio(tags).iterator(chunk_size=2) if own else tags.aiterator(chunk_size=2):
            if not read:
                await time_out()
            read.append(tag.label)
    assert read == [f"{number}" for number in range(500)]


async def test_a_call_of_many_short_queries_is_stopped_too() -> None:
    def ask_for_ever() -> None:
        while True:
            Tag.objects.count()

    async with asyncio.timeout(60):
        await time_out(ask_for_ever)
        assert await Tag.aobjects.count() == 0
